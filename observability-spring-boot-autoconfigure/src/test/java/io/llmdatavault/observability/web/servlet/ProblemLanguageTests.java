package io.llmdatavault.observability.web.servlet;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AbstractLocaleResolver;

import static org.assertj.core.api.Assertions.assertThat;

/** Problems are in the language that the application has chosen for the request. */
class ProblemLanguageTests {

    private final WebApplicationContextRunner runner =
            WebServer.runner().withBean(Endpoints.class).withUserConfiguration(Texts.class);

    @ParameterizedTest
    @ValueSource(strings = {"/datasets/gone", "/filter/throws", "/filter/sends"})
    void isThatOfTheApplicationInsideAndOutsideOfTheDispatcherServlet(String path) {
        WebServer.run(
                runner.withPropertyValues("spring.web.locale=de", "spring.web.locale-resolver=fixed"),
                server -> assertThat(title(server, path)).isEqualTo("Nicht gefunden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/datasets/gone", "/filter/throws", "/filter/sends"})
    void isThatOfTheCallerWhereTheApplicationChoosesNone(String path) {
        WebServer.run(runner, server -> assertThat(title(server, path)).isEqualTo("Not here"));
    }

    @Test
    void isThatOfTheCallerWhereTheResolverFails() {
        WebServer.run(
                runner.withBean("localeResolver", LocaleResolver.class, BrokenResolver::new),
                server -> assertThat(title(server, "/filter/throws")).isEqualTo("Not here"));
    }

    private static String title(WebServer server, String path) {
        return WebServer.json(server.get(path, "Accept-Language", "en"))
                .get("title")
                .asText();
    }

    @Configuration(proxyBeanMethods = false)
    static class Texts {

        @Bean
        MessageSource messageSource() {
            StaticMessageSource messages = new StaticMessageSource();
            messages.addMessage("vault.problem.not-found.title", Locale.ENGLISH, "Not here");
            messages.addMessage("vault.problem.not-found.title", Locale.GERMAN, "Nicht gefunden");
            return messages;
        }

        @Bean
        FilterRegistrationBean<FailingFilter> failing() {
            return new FilterRegistrationBean<>(new FailingFilter());
        }
    }

    static class BrokenResolver extends AbstractLocaleResolver {

        @Override
        public Locale resolveLocale(HttpServletRequest request) {
            throw new IllegalStateException("x");
        }

        @Override
        public void setLocale(HttpServletRequest request, HttpServletResponse response, Locale locale) {
            throw new UnsupportedOperationException();
        }
    }
}
