package io.llmdatavault.observability.web.reactive;

import java.util.List;

import io.llmdatavault.observability.web.PrivateFields;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.security.web.server.MatcherSecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.web.server.WebFilter;

/**
 * Gives the filters of finished security chains their bodies. Finished, because only then it is known what the
 * application has chosen itself; the proxy, because the chain of Spring Security's own is no bean.
 */
final class SecurityProblemPostProcessor implements BeanPostProcessor {

    private final SecurityHandlers handlers;

    SecurityProblemPostProcessor(SecurityHandlers handlers) {
        this.handlers = handlers;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof WebFilterChainProxy) {
            List<?> chains = PrivateFields.read(bean, WebFilterChainProxy.class, "filters", List.class);
            if (chains != null) {
                chains.forEach(this::completeChain);
            }
        }
        return bean;
    }

    private void completeChain(Object chain) {
        // The filters of Spring's own chain are in a list; what another one does to find its filters may take long.
        if (chain instanceof MatcherSecurityWebFilterChain matched) {
            matched.getWebFilters().toIterable().forEach(this::completeFilter);
        }
    }

    private void completeFilter(WebFilter filter) {
        if (filter instanceof ExceptionTranslationWebFilter translation) {
            completeTranslation(translation);
        } else if (filter instanceof AuthenticationWebFilter authentication) {
            ServerAuthenticationFailureHandler handler = PrivateFields.read(
                    authentication,
                    AuthenticationWebFilter.class,
                    "authenticationFailureHandler",
                    ServerAuthenticationFailureHandler.class);
            if (handler != null) {
                authentication.setAuthenticationFailureHandler(handlers.completeFailureHandler(handler));
            }
        } else if (filter instanceof CsrfWebFilter csrf) {
            ServerAccessDeniedHandler handler = PrivateFields.read(
                    csrf, CsrfWebFilter.class, "accessDeniedHandler", ServerAccessDeniedHandler.class);
            if (handler != null) {
                csrf.setAccessDeniedHandler(handlers.completeDeniedHandler(handler));
            }
        }
    }

    private void completeTranslation(ExceptionTranslationWebFilter translation) {
        Class<?> type = ExceptionTranslationWebFilter.class;
        ServerAuthenticationEntryPoint entryPoint =
                PrivateFields.read(translation, type, "authenticationEntryPoint", ServerAuthenticationEntryPoint.class);
        ServerAccessDeniedHandler handler =
                PrivateFields.read(translation, type, "accessDeniedHandler", ServerAccessDeniedHandler.class);
        if (entryPoint != null) {
            translation.setAuthenticationEntryPoint(handlers.completeEntryPoint(entryPoint));
        }
        if (handler != null) {
            translation.setAccessDeniedHandler(handlers.completeDeniedHandler(handler));
        }
    }
}
