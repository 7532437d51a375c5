package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.access.CompositeAccessDeniedHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** Handlers of the application's own below handlers of Spring Security: they win where they are asked, and only there. */
class OwnSecurityHandlersTests {

    private final WebApplicationContextRunner runner = WebServer.runner()
            .withConfiguration(
                    AutoConfigurations.of(SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class))
            .withUserConfiguration(Chains.class);

    @Test
    void entryPointOfApplicationWinsAsOneOfSeveral() {
        WebServer.run(runner, server -> redirects(server.get("/several/own"), "https://sso.example.com/login"));
    }

    @Test
    void entryPointOfSpringSecurityBesideItAnswersProblem() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/several/other");
            ContainerProblemTests.problem(response, 401, "AUTHENTICATION");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=");
        });
    }

    @Test
    void deniedHandlerOfApplicationWinsAsOneOfSeveral() {
        WebServer.run(runner, server -> redirects(post(server, "/csrf/own"), "/csrf/expired"));
    }

    @Test
    void deniedHandlerOfSpringSecurityBesideItAnswersProblem() {
        WebServer.run(
                runner, server -> ContainerProblemTests.problem(post(server, "/csrf/other"), 403, "AUTHORIZATION"));
    }

    @Test
    void deniedHandlerOfApplicationWinsAsLastOfAll() {
        WebServer.run(runner, server -> redirects(post(server, "/last/own"), "/last/expired"));
    }

    @Test
    void deniedHandlerOfSpringSecurityAnswersProblemAsLastOfAll() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = post(server, "/last/spring");
            ContainerProblemTests.problem(response, 403, "AUTHORIZATION");
            assertThat(response.headers().firstValue("X-Seen")).hasValue("yes");
        });
    }

    @Test
    void answerToInvalidSessionOfApplicationWins() {
        WebServer.run(runner, server -> {
            HttpRequest.Builder request = server.request("/session/x")
                    .header("Cookie", "JSESSIONID=gone")
                    .POST(HttpRequest.BodyPublishers.noBody());
            redirects(server.send(request), "/session/expired");
        });
    }

    private static HttpResponse<String> post(WebServer server, String path) {
        return server.post(path, "{}");
    }

    private static void redirects(HttpResponse<String> response, String location) {
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElse("")).endsWith(location);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    static class Chains {

        @Bean
        @Order(1)
        SecurityFilterChain several(HttpSecurity http) throws Exception {
            return http.securityMatcher("/several/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                            (request, response, failure) -> response.sendRedirect("https://sso.example.com/login"),
                            Chains::isOwn))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain csrf(HttpSecurity http) throws Exception {
            return http.securityMatcher("/csrf/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .exceptionHandling(handling -> handling.defaultAccessDeniedHandlerFor(
                                    (request, response, failure) -> response.sendRedirect("/csrf/expired"),
                                    Chains::isOwn)
                            .defaultAccessDeniedHandlerFor(
                                    (request, response, failure) -> response.sendRedirect("/never"), request -> false))
                    .build();
        }

        @Bean
        @Order(3)
        SecurityFilterChain lastIsOwn(HttpSecurity http) throws Exception {
            return denying(
                    http,
                    "/last/own",
                    new CompositeAccessDeniedHandler(
                            Chains::see, (request, response, failure) -> response.sendRedirect("/last/expired")));
        }

        @Bean
        @Order(4)
        SecurityFilterChain lastIsSpring(HttpSecurity http) throws Exception {
            return denying(
                    http, "/last/spring", new CompositeAccessDeniedHandler(Chains::see, new AccessDeniedHandlerImpl()));
        }

        @Bean
        @Order(5)
        SecurityFilterChain session(HttpSecurity http) throws Exception {
            return http.securityMatcher("/session/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .sessionManagement(session -> session.invalidSessionStrategy(
                            (request, response) -> response.sendRedirect("/session/expired")))
                    .build();
        }

        private static SecurityFilterChain denying(HttpSecurity http, String path, AccessDeniedHandler handler)
                throws Exception {
            return http.securityMatcher(path)
                    .csrf(AbstractHttpConfigurer::disable)
                    .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                    .anonymous(AbstractHttpConfigurer::disable)
                    .exceptionHandling(handling -> handling.accessDeniedHandler(handler))
                    .build();
        }

        private static boolean isOwn(HttpServletRequest request) {
            return request.getRequestURI().endsWith("/own");
        }

        private static void see(HttpServletRequest request, HttpServletResponse response, Exception failure) {
            response.setHeader("X-Seen", "yes");
        }
    }
}
