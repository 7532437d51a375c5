package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.report.RecentErrors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

class CorsProblemTests {

    private static final String EVIL = "https://evil.example.com";

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Shared.class);

    @Test
    void answersForbiddenOrigin() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/shared", "Origin", EVIL);
            ContainerProblemTests.problem(response, 403, "FORBIDDEN");
            assertThat(WebServer.json(response).get("instance").asText()).isEqualTo("/shared");
            assertThat(response.headers().allValues("Vary")).contains("Origin");
            assertThat(server.context().getBean(RecentErrors.class).snapshot()).hasSize(1);
        });
    }

    @Test
    void answersForbiddenPreflight() {
        WebServer.run(
                runner,
                server -> ContainerProblemTests.problem(
                        server.send(server.request("/shared")
                                .headers("Origin", EVIL, "Access-Control-Request-Method", "GET")
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())),
                        403,
                        "FORBIDDEN"));
    }

    @Test
    void letsAllowedOriginThrough() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/shared", "Origin", "https://a.example.com");
            assertThat(response.body()).isEqualTo("shared");
            assertThat(response.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://a.example.com");
        });
    }

    @Test
    void answersWhatFilterRefuses() {
        WebServer.run(
                runner.withBean(CorsFilter.class, CorsProblemTests::filter),
                server -> ContainerProblemTests.problem(server.get("/unshared", "Origin", EVIL), 403, "FORBIDDEN"));
    }

    @Test
    void answersWhatRegisteredFilterRefuses() {
        WebServer.run(
                runner.withUserConfiguration(Registered.class),
                server -> ContainerProblemTests.problem(server.get("/unshared", "Origin", EVIL), 403, "FORBIDDEN"));
    }

    @Test
    void answersWhatFilterOfSpringSecurityRefuses() {
        WebServer.run(
                runner.withConfiguration(AutoConfigurations.of(
                                SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class))
                        .withUserConfiguration(Chain.class),
                server -> ContainerProblemTests.problem(server.get("/unshared", "Origin", EVIL), 403, "FORBIDDEN"));
    }

    @Test
    void nativeImageMayReadFieldOfFilter() {
        RuntimeHints hints = new RuntimeHints();
        new CorsFieldHints().registerHints(hints, null);
        assertThat(RuntimeHintsPredicates.reflection().onField(CorsFilter.class, "processor"))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vault.observability.problem.enabled=false", "vault.observability.problem.exclude-paths=/shared"
            })
    void leavesItToSpringOutOfScope(String property) {
        WebServer.run(runner.withPropertyValues(property), server -> {
            HttpResponse<String> response = server.get("/shared", "Origin", EVIL);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("Invalid CORS request");
        });
    }

    @Test
    void processorOfApplicationWins() {
        WebServer.run(
                runner.withUserConfiguration(OwnProcessor.class),
                server -> assertThat(server.get("/shared", "Origin", EVIL).statusCode())
                        .isEqualTo(418));
    }

    private static CorsFilter filter() {
        return new CorsFilter(source());
    }

    private static CorsConfigurationSource source() {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.of("https://a.example.com"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", configuration);
        return source;
    }

    @RestController
    static class Shared {

        @GetMapping("/shared")
        @CrossOrigin(origins = "https://a.example.com")
        String shared() {
            return "shared";
        }

        @GetMapping("/unshared")
        String unshared() {
            return "unshared";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registered {

        @Bean
        FilterRegistrationBean<CorsFilter> cors() {
            return new FilterRegistrationBean<>(filter());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Chain {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.cors(cors -> cors.configurationSource(source())).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProcessor {

        @Bean
        static BeanPostProcessor ownProcessor() {
            return new BeanPostProcessor() {

                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    if (bean instanceof AbstractHandlerMapping mapping) {
                        mapping.setCorsProcessor(new Teapot());
                    }
                    return bean;
                }
            };
        }
    }

    static class Teapot implements CorsProcessor {

        @Override
        public boolean processRequest(
                @Nullable CorsConfiguration configuration, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setStatus(418);
            return false;
        }
    }
}
