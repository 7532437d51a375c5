package io.llmdatavault.observability.web.servlet;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ImportRuntimeHints;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityFieldHintsTests {

    private final RuntimeHints hints = new RuntimeHints();

    @ParameterizedTest
    @CsvSource({
        "org.springframework.security.web.access.ExceptionTranslationFilter, authenticationEntryPoint",
        "org.springframework.security.web.access.ExceptionTranslationFilter, accessDeniedHandler",
        "org.springframework.security.web.authentication.www.BasicAuthenticationFilter, authenticationEntryPoint",
        "org.springframework.security.web.csrf.CsrfFilter, accessDeniedHandler",
        "org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter,"
                + " authenticationEntryPoint",
        "org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint, entryPoints",
        "org.springframework.security.web.access.DelegatingAccessDeniedHandler, handlers",
        "org.springframework.security.web.access.RequestMatcherDelegatingAccessDeniedHandler, defaultHandler",
        "org.springframework.security.web.access.CompositeAccessDeniedHandler, handlers",
        "org.springframework.security.web.session.InvalidSessionAccessDeniedHandler, invalidSessionStrategy",
    })
    void nativeImageMayReadField(String type, String field) throws ClassNotFoundException {
        new SecurityFieldHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.reflection().onField(Class.forName(type), field))
                .accepts(hints);
    }

    @Test
    void isImported() {
        ImportRuntimeHints imported = SecurityProblemAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class);
        assertThat(imported).isNotNull();
        assertThat(Arrays.asList(imported.value())).contains(SecurityFieldHints.class);
    }
}
