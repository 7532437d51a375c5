package io.llmdatavault.observability.web.servlet;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** One chain for each way to authenticate, as an application configures them: nothing of ours is in it. */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class GuardedPaths {

    private static final KeyPair KEYS = keys();

    static String token(Duration validity, String scope) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("user")
                .claim("scope", scope)
                .expirationTime(Date.from(Instant.now().plus(validity)))
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        jwt.sign(new RSASSASigner((RSAPrivateKey) KEYS.getPrivate()));
        return jwt.serialize();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Bean
    JwtDecoder jwtDecoder() {
        return NimbusJwtDecoder.withPublicKey((RSAPublicKey) KEYS.getPublic()).build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(User.withUsername("user")
                .password("{noop}password")
                .authorities("none")
                .build());
    }

    @Bean
    @Order(1)
    SecurityFilterChain basic(HttpSecurity http) throws Exception {
        return guarded(http, "/basic/**").httpBasic(Customizer.withDefaults()).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain form(HttpSecurity http) throws Exception {
        return guarded(http, "/form/**", "/login")
                .formLogin(Customizer.withDefaults())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain bearer(HttpSecurity http) throws Exception {
        return guarded(http, "/jwt/**")
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain own(HttpSecurity http) throws Exception {
        return guarded(http, "/own/**")
                .httpBasic(basic ->
                        basic.authenticationEntryPoint((request, response, failure) -> response.setStatus(419)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, failure) -> response.setStatus(418))
                        .accessDeniedHandler((request, response, failure) -> response.setStatus(420)))
                .build();
    }

    @Bean
    @Order(5)
    SecurityFilterChain ownBearer(HttpSecurity http) throws Exception {
        return guarded(http, "/own-jwt/**")
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults())
                        .authenticationEntryPoint((request, response, failure) -> {
                            response.setStatus(401);
                            response.getWriter().write("own");
                        }))
                .build();
    }

    @Bean
    @Order(6)
    SecurityFilterChain bare(HttpSecurity http) throws Exception {
        return guarded(http, "/bare/**").build();
    }

    @Bean
    @Order(7)
    SecurityFilterChain statusOnly(HttpSecurity http) throws Exception {
        return guarded(http, "/status-only/**")
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .build();
    }

    @Bean
    @Order(8)
    SecurityFilterChain others(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/upload"))
                .build();
    }

    private static HttpSecurity guarded(HttpSecurity http, String... paths) throws Exception {
        return http.securityMatcher(paths)
                .csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/*/admin")
                        .hasAuthority("SCOPE_admin")
                        .anyRequest()
                        .authenticated());
    }

    @RestController
    static class Guarded {

        @GetMapping({"/basic/open", "/form/open", "/jwt/open", "/own/open"})
        String open() {
            return "open";
        }

        @GetMapping({"/jwt/method", "/basic/method", "/method"})
        @PreAuthorize("hasAuthority('SCOPE_admin')")
        String method() {
            return "method";
        }

        @PostMapping("/posted")
        String posted() {
            return "posted";
        }
    }
}
