package io.llmdatavault.observability.web.reactive;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.authorization.ServerWebExchangeDelegatingServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.util.ReflectionUtils;

/** Lets a native image read the fields that {@link SecurityProblemPostProcessor} and its helpers look at. */
final class SecurityFieldHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (Class<?> type : List.of(
                WebFilterChainProxy.class,
                ExceptionTranslationWebFilter.class,
                AuthenticationWebFilter.class,
                CsrfWebFilter.class,
                ServerAuthenticationEntryPointFailureHandler.class,
                DelegatingServerAuthenticationEntryPoint.class,
                ServerWebExchangeDelegatingServerAccessDeniedHandler.class)) {
            ReflectionUtils.doWithLocalFields(type, field -> hints.reflection().registerField(field));
        }
    }
}
