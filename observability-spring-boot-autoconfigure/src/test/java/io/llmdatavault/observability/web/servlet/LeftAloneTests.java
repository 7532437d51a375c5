package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpResponse;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.ErrorPage;
import org.springframework.boot.web.server.ErrorPageRegistrar;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LeftAloneTests {

    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Endpoints.class);

    @Test
    void adviceOfAnotherStarterWins() {
        WebServer.run(
                runner.withConfiguration(AutoConfigurations.of(ZOtherStarter.class))
                        .withBean(ZOtherStarter.Endpoint.class),
                server -> assertThat(server.get("/unsupported").body()).isEqualTo("by the other starter"));
    }

    @Test
    void leavesErrorPageToBrowsers() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/unknown-exception", "Accept", BROWSER);
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(response.body()).contains("Whitelabel Error Page");
            assertThat(server.get("/nowhere", "Accept", BROWSER).body()).contains("Whitelabel Error Page");
        });
    }

    @Test
    void tellsTheErrorPageTheStatusOfAnErrorOfOurs(CapturedOutput output) {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/datasets/gone", "Accept", BROWSER);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("Whitelabel Error Page");
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        });
        assertThat(output).contains("failed with NOT_FOUND");
    }

    @Test
    void leavesTheContentTypeToTheErrorPage() {
        WebServer.run(runner.withUserConfiguration(BarePage.class), server -> {
            HttpResponse<String> response = server.get("/datasets/gone", "Accept", "text/html");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("Sorry");
            assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "text/html;q=0.5, application/json",
                "text/html, application/json",
                "text/html, application/problem+json",
                "nonsense",
            })
    void answersProblemToEveryoneElse(String accept) {
        WebServer.run(
                runner,
                server -> assertThat(server.get("/unknown-exception", "Accept", accept)
                                .headers()
                                .firstValue("Content-Type"))
                        .hasValue("application/problem+json"));
    }

    @Test
    void answersProblemsOnlyBelowPaths() {
        WebServer.run(
                runner.withPropertyValues(
                        "vault.observability.problem.paths=datasets/**,/limited",
                        "vault.observability.problem.exclude-paths=/datasets/internal",
                        "server.servlet.context-path=/app"),
                server -> {
                    assertThat(isProblem(server.get("/app/datasets/gone"))).isTrue();
                    assertThat(isProblem(server.get("/app/limited"))).isTrue();
                    assertThat(isProblem(server.get("/app/datasets/internal"))).isFalse();
                    assertThat(isProblem(server.get("/app/unknown-exception"))).isFalse();
                });
    }

    @Test
    void localHandlerOfApplicationWins() {
        WebServer.run(runner.withBean(LocalHandler.class), server -> {
            assertThat(server.get("/local").body()).isEqualTo("local");
            assertThat(isProblem(server.get("/unknown-exception"))).isTrue();
        });
    }

    @Test
    void unorderedAdviceOfApplicationWins() {
        WebServer.run(runner.withBean(UnorderedAdvice.class), server -> {
            assertThat(server.get("/unknown-exception").body()).isEqualTo("mine");
            assertThat(isProblem(server.get("/limited"))).isTrue();
        });
    }

    @Test
    void catchAllAdviceOfApplicationWins() {
        WebServer.run(
                runner.withBean(CatchAllAdvice.class),
                server -> assertThat(server.get("/limited").body()).isEqualTo("all mine"));
    }

    @Test
    void responseEntityExceptionHandlerOfApplicationWins() {
        WebServer.run(runner.withBean(SpringAdvice.class), server -> {
            HttpResponse<String> response = server.post("/json", "{}");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(WebServer.json(response).has("code")).isFalse();
            assertThat(WebServer.json(server.get("/limited")).has("code")).isTrue();
        });
    }

    @Test
    void problemDetailsOfSpringWin() {
        WebServer.run(runner.withPropertyValues("spring.mvc.problemdetails.enabled=true"), server -> {
            assertThat(WebServer.json(server.post("/json", "{}")).has("code")).isFalse();
            assertThat(WebServer.json(server.get("/limited")).has("code")).isTrue();
        });
    }

    @Test
    void isSwitchedOff() {
        WebServer.run(
                runner.withPropertyValues("vault.observability.problem.enabled=false"),
                server -> assertThat(isProblem(server.get("/limited"))).isFalse());
    }

    private static boolean isProblem(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter("application/problem+json"::equals)
                .isPresent();
    }

    @RestController
    static class LocalHandler {

        @GetMapping("/local")
        String fail() {
            throw new IllegalStateException("x");
        }

        @ExceptionHandler
        ResponseEntity<String> handle(IllegalStateException failure) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body("local");
        }
    }

    @RestControllerAdvice
    static class UnorderedAdvice {

        @ExceptionHandler
        ResponseEntity<String> handle(IllegalStateException failure) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body("mine");
        }
    }

    @RestControllerAdvice
    static class CatchAllAdvice {

        @ExceptionHandler
        ResponseEntity<String> handle(Exception failure) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body("all mine");
        }
    }

    /** An error page that says nothing about its content type. */
    @Configuration(proxyBeanMethods = false)
    static class BarePage {

        @Bean
        ServletRegistrationBean<HttpServlet> page() {
            HttpServlet servlet = new HttpServlet() {

                @Override
                protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                    response.getOutputStream().print("Sorry");
                }
            };
            return new ServletRegistrationBean<>(servlet, "/page");
        }

        @Bean
        ErrorPageRegistrar errorPage() {
            return registry -> registry.addErrorPages(new ErrorPage(HttpStatus.NOT_FOUND, "/page"));
        }
    }

    @ControllerAdvice
    static class SpringAdvice extends ResponseEntityExceptionHandler {}

    /** By its name it is set up after ours, so that an advice of ours would come first. */
    @AutoConfiguration
    static class ZOtherStarter {

        @Bean
        Advice adviceOfAnotherStarter() {
            return new Advice();
        }

        @RestControllerAdvice
        static class Advice {

            @ExceptionHandler
            String handle(UnsupportedOperationException failure) {
                return "by the other starter";
            }
        }

        @RestController
        static class Endpoint {

            @GetMapping("/unsupported")
            String fail() {
                throw new UnsupportedOperationException("x");
            }
        }
    }
}
