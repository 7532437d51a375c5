package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.web.SuiteTokens;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The parts of the suite, for servlet applications. */
public final class ServletSuiteConfigurations {

    private ServletSuiteConfigurations() {}

    @Configuration(proxyBeanMethods = false)
    public static class FailingFilters {

        @Bean
        FilterRegistrationBean<Filter> before() {
            return at(-1000, (request, response, chain) -> {
                if (isFor(request, "/filter-before")) {
                    throw ConflictError.builder("order", "7").build();
                }
                chain.doFilter(request, response);
            });
        }

        @Bean
        FilterRegistrationBean<Filter> after() {
            return at(1000, (request, response, chain) -> {
                if (isFor(request, "/filter-after")) {
                    throw new IllegalStateException("s3cret");
                }
                chain.doFilter(request, response);
            });
        }

        private static boolean isFor(ServletRequest request, String path) {
            return ((HttpServletRequest) request).getRequestURI().equals(path);
        }

        private static FilterRegistrationBean<Filter> at(int order, Filter filter) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(order);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Decoder {

        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withPublicKey(SuiteTokens.publicKey()).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Decoder.class)
    public static class Tokens {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return rules(http)
                    .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Decoder.class)
    public static class OwnHandlers {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return rules(http)
                    .oauth2ResourceServer(tokens -> tokens.jwt(Customizer.withDefaults()))
                    .exceptionHandling(
                            handling -> handling.authenticationEntryPoint((request, response, failure) -> own(response))
                                    .accessDeniedHandler((request, response, failure) -> own(response)))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    public static class Login {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("alice")
                    .password("{noop}right")
                    .roles("USER")
                    .build());
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return rules(http)
                    .httpBasic(Customizer.withDefaults())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    @Import({Tokens.class, Guarded.class})
    public static class MethodSecurity {}

    @RestController
    static class Guarded {

        @GetMapping("/method")
        @PreAuthorize("hasAuthority('SCOPE_admin')")
        public String method() {
            return "hello";
        }
    }

    private static HttpSecurity rules(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/secured/admin")
                .hasAuthority("SCOPE_admin")
                .requestMatchers("/secured/**")
                .authenticated()
                .anyRequest()
                .permitAll());
    }

    private static void own(HttpServletResponse response) throws IOException {
        response.setStatus(418);
        response.getWriter().write("own");
    }
}
