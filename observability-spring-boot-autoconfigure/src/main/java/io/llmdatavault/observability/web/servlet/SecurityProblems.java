package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.Filter;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.web.PrivateFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.filter.CorsFilter;

/**
 * Gives a body to the refusals of Spring Security, whatever chain makes them: puts its own entry points and handlers
 * between the filters of finished chains and those of Spring Security. Finished, because only then it is known what the
 * application has chosen itself: the configurers do not tell it from a default.
 */
final class SecurityProblems implements BeanPostProcessor {

    private static final Logger logger = LoggerFactory.getLogger(SecurityProblems.class);

    private static final String ENTRY_POINT = "authenticationEntryPoint";

    static final String BEARER_TOKEN_FILTER =
            "org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter";

    private static final boolean BEARER_TOKENS_PRESENT =
            ClassUtils.isPresent(BEARER_TOKEN_FILTER, SecurityProblems.class.getClassLoader());

    private final WarnOnce warning =
            new WarnOnce(logger, "Refusals of a filter of Spring Security cannot become problems");

    private final SecurityHandlers handlers;

    private final CorsProblems corsProblems;

    SecurityProblems(ObjectProvider<ServletProblems> problems) {
        this.handlers = new SecurityHandlers(problems::getObject);
        this.corsProblems = new CorsProblems(problems);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SecurityFilterChain chain) {
            for (Filter filter : chain.getFilters()) {
                try {
                    complete(filter);
                } catch (RuntimeException | LinkageError ex) {
                    warning.warn(ex);
                }
            }
        }
        return bean;
    }

    private void complete(Filter filter) {
        if (filter instanceof ExceptionTranslationFilter translation) {
            AccessDeniedHandler handler = deniedHandler(translation, ExceptionTranslationFilter.class);
            if (handler != null) {
                translation.setAccessDeniedHandler(handlers.completeDeniedHandler(handler));
            }
            replaceEntryPoint(translation, ExceptionTranslationFilter.class);
        } else if (filter instanceof CsrfFilter csrf) {
            AccessDeniedHandler handler = deniedHandler(csrf, CsrfFilter.class);
            if (handler != null) {
                csrf.setAccessDeniedHandler(handlers.completeDeniedHandler(handler));
            }
        } else if (filter instanceof BasicAuthenticationFilter) {
            replaceEntryPoint(filter, BasicAuthenticationFilter.class);
        } else if (filter instanceof CorsFilter cors) {
            corsProblems.complete(cors);
        } else if (BEARER_TOKENS_PRESENT) {
            BearerTokens.complete(filter, handlers);
        }
    }

    private static @Nullable AccessDeniedHandler deniedHandler(Filter filter, Class<?> type) {
        return PrivateFields.read(filter, type, "accessDeniedHandler", AccessDeniedHandler.class);
    }

    private static @Nullable AuthenticationEntryPoint entryPoint(Filter filter, Class<?> type) {
        return PrivateFields.read(filter, type, ENTRY_POINT, AuthenticationEntryPoint.class);
    }

    /**
     * These two filters take an entry point in their constructors only. Another filter in their place would have to be
     * given all that the application has set, of which most cannot be read either.
     */
    private void replaceEntryPoint(Filter filter, Class<?> type) {
        AuthenticationEntryPoint entryPoint = entryPoint(filter, type);
        if (entryPoint != null) {
            PrivateFields.write(filter, type, ENTRY_POINT, handlers.completeEntryPoint(entryPoint));
        }
    }

    /** Loaded only where the filter is. */
    private static final class BearerTokens {

        static void complete(Filter filter, SecurityHandlers handlers) {
            if (filter instanceof BearerTokenAuthenticationFilter bearer) {
                AuthenticationEntryPoint entryPoint = entryPoint(bearer, BearerTokenAuthenticationFilter.class);
                if (entryPoint != null) {
                    bearer.setAuthenticationEntryPoint(handlers.completeEntryPoint(entryPoint));
                }
            }
        }
    }
}
