package io.llmdatavault.observability.web.servlet;

import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.ProblemResponder;
import io.llmdatavault.observability.web.UserIds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of servlet applications.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProblemAutoConfiguration.class)
@ConditionalOnClass({ServletContext.class, DispatcherServlet.class, FilterRegistrationBean.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ProblemResponder.class)
@ConditionalOnFeature("problem")
@ImportRuntimeHints(CorsFieldHints.class)
public final class ServletProblemAutoConfiguration {

    /** Within the request id and Boot's observation filter, around all others that have room left. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

    /** The key of Spring Boot 4 first, then that of 3.5. */
    private static final String ERROR_PATH = "${spring.web.error.path:${server.error.path:${error.path:/error}}}";

    @Bean
    @ConditionalOnMissingBean
    ServletProblems vaultServletProblems(
            ProblemResponder responder,
            WebApplicationContext context,
            ObjectProvider<RequestMappingHandlerAdapter> adapters,
            OwnErrorHandling ownHandling,
            ObjectProvider<UserIds> users) {
        return new ServletProblems(responder, context, adapters, ownHandling, users.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    OwnErrorHandling vaultOwnErrorHandling(WebApplicationContext context) {
        return new OwnErrorHandling(context);
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemResolverConfigurer vaultProblemResolverConfigurer(ObjectProvider<ServletProblems> problems) {
        return new ProblemResolverConfigurer(problems);
    }

    @Bean
    @ConditionalOnMissingBean
    ProblemExceptionResolver vaultProblemExceptionResolver(ServletProblems problems) {
        return new ProblemExceptionResolver(problems);
    }

    @Bean
    @ConditionalOnMissingBean(
            value = ProblemFilter.class,
            parameterizedContainer = FilterRegistrationBean.class,
            name = "vaultProblemFilter")
    FilterRegistrationBean<ProblemFilter> vaultProblemFilter(ServletProblems problems, Environment environment) {
        FilterRegistrationBean<ProblemFilter> registration =
                new FilterRegistrationBean<>(new ProblemFilter(problems, errorPath(environment)));
        registration.setOrder(ORDER);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    static CorsProblems vaultCorsProblems(ObjectProvider<ServletProblems> problems) {
        return new CorsProblems(problems);
    }

    /** Within the application: Boot puts its page below the path of the dispatcher servlet. */
    private static String errorPath(Environment environment) {
        String servletPath = environment.getProperty("spring.mvc.servlet.path", "");
        return StringUtils.trimTrailingCharacter(servletPath, '/') + environment.resolvePlaceholders(ERROR_PATH);
    }
}
