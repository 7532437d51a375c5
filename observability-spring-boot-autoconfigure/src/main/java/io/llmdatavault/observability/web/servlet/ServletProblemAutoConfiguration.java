package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.ServletContext;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.ProblemAutoConfiguration;
import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for problem details of Spring MVC.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ProblemAutoConfiguration.class)
@ConditionalOnClass({ServletContext.class, DispatcherServlet.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(ProblemResponder.class)
@ConditionalOnFeature("problem")
public final class ServletProblemAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ProblemAdvice vaultProblemAdvice(ProblemResponder responder, WebApplicationContext context) {
        return new ProblemAdvice(responder, context);
    }
}
