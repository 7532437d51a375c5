package io.llmdatavault.observability.web.servlet;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Lets a native image use the fields that {@link SecurityProblems} and its helpers look at. By name: not each
 * application has, and not each version of Spring Security has, all of these classes.
 */
final class SecurityFieldHints implements RuntimeHintsRegistrar {

    private static final List<String> TYPES = List.of(
            "org.springframework.security.web.access.ExceptionTranslationFilter",
            "org.springframework.security.web.authentication.www.BasicAuthenticationFilter",
            "org.springframework.security.web.csrf.CsrfFilter",
            SecurityProblems.BEARER_TOKEN_FILTER,
            "org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint",
            "org.springframework.security.web.access.DelegatingAccessDeniedHandler",
            "org.springframework.security.web.access.RequestMatcherDelegatingAccessDeniedHandler",
            "org.springframework.security.web.access.CompositeAccessDeniedHandler",
            "org.springframework.security.web.session.InvalidSessionAccessDeniedHandler",
            MissingAuthorities.HANDLER);

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        for (String name : TYPES) {
            if (ClassUtils.isPresent(name, classLoader)) {
                Class<?> type = ClassUtils.resolveClassName(name, classLoader);
                ReflectionUtils.doWithLocalFields(
                        type, field -> hints.reflection().registerField(field));
                ReflectionUtils.doWithLocalMethods(type, method -> {
                    if (method.getName().equals(MissingAuthorities.SETTER)) {
                        hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
                    }
                });
            }
        }
    }
}
