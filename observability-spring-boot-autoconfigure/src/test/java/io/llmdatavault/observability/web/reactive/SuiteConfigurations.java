package io.llmdatavault.observability.web.reactive;

import java.nio.charset.StandardCharsets;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.web.SuiteTokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** The parts of the suite, for Spring WebFlux. */
public final class SuiteConfigurations {

    private SuiteConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    public static class FailingFilters {

        @Bean
        @Order(-1000)
        WebFilter before() {
            return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/filter-before")
                    ? Mono.error(ConflictError.builder("order", "7").build())
                    : chain.filter(exchange);
        }

        @Bean
        @Order(1000)
        WebFilter after() {
            return (exchange, chain) -> {
                if (exchange.getRequest().getPath().value().equals("/filter-after")) {
                    throw new IllegalStateException("s3cret");
                }
                return chain.filter(exchange);
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    static class Decoder {

        @Bean
        ReactiveJwtDecoder decoder() {
            return NimbusReactiveJwtDecoder.withPublicKey(SuiteTokens.publicKey())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Decoder.class)
    public static class Tokens {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return rules(http)
                    .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Decoder.class)
    public static class OwnHandlers {

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return rules(http)
                    .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                    .exceptionHandling(
                            handling -> handling.authenticationEntryPoint((exchange, failure) -> own(exchange))
                                    .accessDeniedHandler((exchange, failure) -> own(exchange)))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebFluxSecurity
    public static class Login {

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(User.withUsername("alice")
                    .password("{noop}right")
                    .roles("USER")
                    .build());
        }

        @Bean
        SecurityWebFilterChain chain(ServerHttpSecurity http) {
            return rules(http)
                    .httpBasic(Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableReactiveMethodSecurity
    @Import({Tokens.class, Guarded.class})
    public static class MethodSecurity {}

    @RestController
    static class Guarded {

        @GetMapping("/method")
        @PreAuthorize("hasAuthority('SCOPE_admin')")
        public Mono<String> method() {
            return Mono.just("hello");
        }
    }

    private static ServerHttpSecurity rules(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges
                .pathMatchers("/secured/admin")
                .hasAuthority("SCOPE_admin")
                .pathMatchers("/secured/**")
                .authenticated()
                .anyExchange()
                .permitAll());
    }

    private static Mono<Void> own(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.I_AM_A_TEAPOT);
        return exchange.getResponse()
                .writeWith(Mono.fromSupplier(
                        () -> exchange.getResponse().bufferFactory().wrap("own".getBytes(StandardCharsets.US_ASCII))));
    }
}
