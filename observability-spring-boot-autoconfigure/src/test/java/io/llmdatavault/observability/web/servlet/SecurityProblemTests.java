package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityProblemTests {

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Guarded.class);

    @Test
    void givesSecurityExceptionsBackToFilterOfSpringSecurity() {
        WebServer.run(withSecurity(), server -> {
            HttpResponse<String> denied = server.get("/denied");
            assertThat(denied.statusCode()).isEqualTo(418);
            assertThat(denied.body()).isEqualTo("by the application's entry point");
            assertThat(server.get("/unauthenticated").statusCode()).isEqualTo(418);
        });
    }

    @Test
    void givesThemBackAlsoWhenTheyAreOnlyACause() {
        WebServer.run(
                withSecurity(),
                server -> assertThat(server.get("/wrapped").statusCode()).isEqualTo(418));
    }

    @Test
    void answersSecurityExceptionsWhereNoFilterDoes() {
        WebServer.run(runner, server -> {
            HttpResponse<String> denied = server.get("/denied");
            assertThat(denied.statusCode()).isEqualTo(403);
            assertThat(WebServer.json(denied).get("code").asText()).isEqualTo("AUTHORIZATION");
            HttpResponse<String> unauthenticated = server.get("/unauthenticated");
            assertThat(unauthenticated.statusCode()).isEqualTo(401);
            assertThat(unauthenticated.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"api\"");
        });
    }

    private WebApplicationContextRunner withSecurity() {
        return runner.withConfiguration(
                        AutoConfigurations.of(SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class))
                .withUserConfiguration(Chain.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Chain {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) -> {
                        response.setStatus(418);
                        response.getWriter().write("by the application's entry point");
                    }))
                    .build();
        }
    }

    @RestController
    static class Guarded {

        @GetMapping("/denied")
        String denied() {
            throw new AccessDeniedException("x");
        }

        @GetMapping("/unauthenticated")
        String unauthenticated() {
            throw new BadCredentialsException("x");
        }

        @GetMapping("/wrapped")
        String wrapped() {
            throw new IllegalStateException(new AccessDeniedException("x"));
        }
    }
}
