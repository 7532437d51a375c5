package io.llmdatavault.observability.web.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.ProblemCustomizer;
import io.llmdatavault.observability.web.UserIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/** The user in logs and errors, with a real Spring Security. */
class UserIdTests {

    private final WebApplicationContextRunner runner = WebServer.runner()
            .withConfiguration(AutoConfigurations.of(
                    SecurityAutoConfiguration.class,
                    SecurityFilterAutoConfiguration.class,
                    UserDetailsServiceAutoConfiguration.class))
            .withUserConfiguration(Chain.class)
            .withBean(Echo.class)
            .withPropertyValues("spring.security.user.name=alice", "spring.security.user.password=secret");

    @ParameterizedTest
    @CsvSource({"none,''", "name,alice", "hash,2bd806c97f0e00af"})
    void namesTheUserAsAsked(String form, String expected) {
        WebServer.run(runner.withPropertyValues("vault.observability.request-id.user=" + form), server -> {
            assertThat(server.get("/user", "Authorization", basic("alice:secret"))
                            .body())
                    .isEqualTo(expected);
            assertThat(server.get("/async", "Authorization", basic("alice:secret"))
                            .body())
                    .isEqualTo(expected);
            assertThat(server.get("/user").body()).isEmpty();
        });
    }

    /** The filter that names the user stands behind the one that refuses. */
    @Test
    void namesWhoWasRefused() {
        List<String> refused = new CopyOnWriteArrayList<>();
        ProblemCustomizer customizer =
                (body, headers, error) -> refused.add(error.context().userId().orElse("nobody"));
        WebServer.run(
                runner.withConfiguration(AutoConfigurations.of(SecurityProblemAutoConfiguration.class))
                        .withBean(ProblemCustomizer.class, () -> customizer)
                        .withPropertyValues("vault.observability.request-id.user=name"),
                server -> {
                    assertThat(server.get("/admin", "Authorization", basic("alice:secret"))
                                    .statusCode())
                            .isEqualTo(403);
                    assertThat(server.get("/admin").statusCode()).isEqualTo(401);
                });
        assertThat(refused).containsExactly("alice", "nobody");
    }

    @Test
    void isOffByDefault() {
        runner.run(context -> assertThat(context).doesNotHaveBean(UserIds.class).doesNotHaveBean("vaultUserIdFilter"));
    }

    @Test
    void isOffWithRequestIds() {
        runner.withPropertyValues(
                        "vault.observability.request-id.user=name", "vault.observability.request-id.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(UserIds.class).doesNotHaveBean("vaultUserIdFilter"));
    }

    @Test
    void explainsAnotherForm() {
        runner.withPropertyValues("vault.observability.request-id.user=email")
                .run(context -> assertThat(context).hasFailed());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Configuration(proxyBeanMethods = false)
    static class Chain {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/admin")
                            .hasRole("ADMIN")
                            .anyRequest()
                            .permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Echo {

        @GetMapping("/user")
        String user() {
            return ErrorContext.of("echo").userId().orElse("");
        }

        /** What is written after the asynchronous dispatch. */
        @GetMapping("/async")
        Callable<String> async() {
            String before = String.valueOf(MDC.get(ErrorContext.USER_ID));
            return () -> before.equals("null") ? "" : before;
        }
    }
}
