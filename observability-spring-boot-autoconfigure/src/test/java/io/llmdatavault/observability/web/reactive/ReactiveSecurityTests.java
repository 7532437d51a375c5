package io.llmdatavault.observability.web.reactive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import io.llmdatavault.observability.web.SuiteServer;
import io.llmdatavault.observability.web.SuiteTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.reactive.WebFluxObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import static io.llmdatavault.observability.web.SuiteServer.isProblem;
import static io.llmdatavault.observability.web.SuiteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReactiveSecurityTests {

    private final ReactiveWebApplicationContextRunner runner =
            ReactiveServer.runner().withUserConfiguration(ReactiveEndpoints.class);

    @Test
    void answersForTheChainThatSpringSecurityMakesByItself() {
        ReactiveServer.run(
                runner.withConfiguration(AutoConfigurations.of(
                        ReactiveSecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class)),
                server -> {
                    HttpResponse<String> response = server.get("/limited");
                    assertThat(response.statusCode()).isEqualTo(401);
                    assertThat(problem(response).get("code").asText()).isEqualTo("AUTHENTICATION");
                });
    }

    @Test
    void answersMissingCsrfToken() {
        ReactiveServer.run(runner.withUserConfiguration(SuiteConfigurations.Login.class), server -> {
            HttpResponse<String> response = server.post("/body", "text/plain", "x");
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHORIZATION");
        });
    }

    @Test
    void leavesOwnEntryPointAloneAlsoWhereItIsOneOfSeveral() {
        ReactiveServer.run(runner.withUserConfiguration(Mixed.class), server -> {
            HttpResponse<String> own = server.get("/limited", "Authorization", "Bearer x");
            assertThat(own.statusCode()).isEqualTo(418);
            assertThat(own.body()).isEqualTo("own");
            HttpResponse<String> other = server.get("/limited", "Authorization", "Basic YWxpY2U6d3Jvbmc=");
            assertThat(other.statusCode()).isEqualTo(401);
            assertThat(other.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            problem(other);
        });
    }

    @Test
    void promisesNoSchemeInPlaceOfTheLoginPage() {
        ReactiveServer.run(runner.withUserConfiguration(FormOnly.class), server -> {
            HttpResponse<String> response = server.get("/limited");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHENTICATION");
            assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Cookie");
            assertThat(response.headers().firstValue("Location")).isEmpty();
        });
    }

    @Test
    void callsABrokenCheckOfCredentialsOurFault() {
        ReactiveServer.run(runner.withUserConfiguration(Broken.class), server -> {
            HttpResponse<String> response = server.get("/limited", "Authorization", "Basic YWxpY2U6cmlnaHQ=");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(problem(response).get("code").asText()).isEqualTo("INTERNAL");
            assertThat(response.body()).doesNotContain("s3cret");
        });
    }

    @Test
    void answersWhatTheFirewallRejects() {
        ReactiveServer.run(runner.withUserConfiguration(SuiteConfigurations.Tokens.class), server -> {
            String answer = raw(server, "GET /a//b;c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"code\":\"BAD_REQUEST\"", "\"status\":400");
        });
    }

    @Test
    void leavesPathsOutOfScopeToSpringSecurity() {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.problem.exclude-paths=/secured/**")
                        .withUserConfiguration(SuiteConfigurations.Tokens.class),
                server -> {
                    HttpResponse<String> response = server.get("/secured/hello");
                    assertThat(response.statusCode()).isEqualTo(401);
                    assertThat(isProblem(response)).isFalse();
                    assertThat(response.headers().firstValue("WWW-Authenticate"))
                            .hasValue("Bearer");
                });
    }

    @Test
    void isSwitchedOff() {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.problem.enabled=false")
                        .withUserConfiguration(SuiteConfigurations.Tokens.class),
                server -> {
                    HttpResponse<String> response =
                            server.get("/secured/admin", "Authorization", "Bearer " + SuiteTokens.valid("read"));
                    assertThat(response.statusCode()).isEqualTo(403);
                    assertThat(isProblem(response)).isFalse();
                });
    }

    @Test
    void marksObservationOfRequest() {
        ReactiveServer.run(
                runner.withBean(SimpleMeterRegistry.class)
                        .withUserConfiguration(SuiteConfigurations.Tokens.class)
                        .withConfiguration(AutoConfigurations.of(
                                MetricsAutoConfiguration.class,
                                ObservationAutoConfiguration.class,
                                WebFluxObservationAutoConfiguration.class)),
                server -> {
                    server.get("/secured/hello", "Authorization", "Bearer x");
                    MeterRegistry registry = server.context().getBean(MeterRegistry.class);
                    await().untilAsserted(() -> assertThat(registry.find("http.server.requests")
                                    .tags("status", "401", "exception", "InvalidBearerTokenException")
                                    .timer())
                            .isNotNull());
                });
    }

    private static String raw(SuiteServer server, String request) {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Mono<Void> own(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.I_AM_A_TEAPOT);
        return exchange.getResponse()
                .writeWith(Mono.fromSupplier(
                        () -> exchange.getResponse().bufferFactory().wrap("own".getBytes(StandardCharsets.US_ASCII))));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class FormOnly {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .authenticationManager(authentication -> Mono.empty())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class Mixed {

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(
                    User.withUsername("alice").password("{noop}right").build());
        }

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .oauth2ResourceServer(tokens -> tokens.authenticationEntryPoint(
                                    (exchange, failure) -> own(exchange))
                            .jwt(jwt -> jwt.jwtDecoder(NimbusReactiveJwtDecoder.withPublicKey(SuiteTokens.publicKey())
                                    .build())))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class Broken {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .authenticationManager(
                            credentials -> Mono.error(new AuthenticationServiceException("s3cret is not reachable")))
                    .build();
        }
    }
}
