package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.http.HttpRequest;

import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.llmdatavault.observability.error.report.RecentErrors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ProblemReportTests {

    private static final String LOGGER = "error.report.ErrorReporter";

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Endpoints.class);

    @Test
    void logsCallersFaultInOneLineAndOwnWithStackTrace(CapturedOutput output) {
        WebServer.run(runner, server -> {
            server.get("/limited");
            assertThat(output.getAll().lines().filter(line -> line.contains(LOGGER)))
                    .singleElement()
                    .asString()
                    .contains("INFO", "GET /limited");
            assertThat(output.getAll()).doesNotContain("\tat ");
            server.get("/unknown-exception");
            assertThat(output.getAll().lines().filter(line -> line.contains("ERROR") && line.contains(LOGGER)))
                    .hasSize(1);
            assertThat(output.getAll()).contains("\tat ");
        });
    }

    @Test
    void takesLogLevelOfMostSpecificStatus(CapturedOutput output) {
        WebServer.run(
                runner.withPropertyValues(
                        "vault.observability.problem.log-levels.4xx=off",
                        "vault.observability.problem.log-levels.404=warn",
                        "vault.observability.problem.stack-trace-statuses=404"),
                server -> {
                    server.get("/limited");
                    assertThat(output.getAll()).doesNotContain(LOGGER);
                    server.get("/datasets/gone");
                    assertThat(output.getAll())
                            .containsPattern("WARN .*" + LOGGER)
                            .contains("\tat ");
                    server.get("/unknown-exception");
                    assertThat(output.getAll()).containsPattern("ERROR .*" + LOGGER);
                });
    }

    @Test
    void namesWrongInputsWithoutTheirValues(CapturedOutput output) {
        WebServer.run(runner, server -> {
            server.post("/orders", "{\"id\": \"4711\", \"lines\": [{\"sku\": \"S3CR\", \"count\": 1}]}");
            assertThat(output.getAll())
                    .contains("failed with VALIDATION - The request cannot be handled (pointer #/lines/0/sku)")
                    .doesNotContain("S3CR");
        });
    }

    @Test
    void maskingLeavesItsOwnCodesAlone(CapturedOutput output) {
        WebServer.run(runner.withBean(Sends.class), server -> {
            server.get("/refused");
            assertThat(output.getAll())
                    .contains("failed with AUTHORIZATION - Permission reports:read is required: not granted");
        });
    }

    @Test
    void namesOperationOfErrorElseMethodAndTemplate(CapturedOutput output) {
        WebServer.run(runner.withBean(Named.class), server -> {
            server.get("/named");
            assertThat(output.getAll()).contains("load_dataset").doesNotContain("GET /named");
            server.get("/datasets/secret-name");
            assertThat(output.getAll()).contains("GET /datasets/{name}");
            server.send(server.request("/nowhere").method("BREW", HttpRequest.BodyPublishers.noBody()));
            assertThat(output.getAll())
                    .contains("UNKNOWN failed with NOT_FOUND")
                    .doesNotContain("BREW");
        });
    }

    @Test
    void marksObservationOfRequest() {
        WebServer.run(withObservation(), server -> {
            server.get("/unknown-exception");
            server.get("/datasets/gone");
            MeterRegistry registry = server.context().getBean(MeterRegistry.class);
            await().untilAsserted(() -> {
                assertThat(registry.find("http.server.requests")
                                .tags("status", "500", "exception", "IllegalStateException")
                                .timer())
                        .isNotNull();
                assertThat(registry.find("http.server.requests")
                                .tags("status", "404", "exception", "NotFoundError")
                                .timer())
                        .isNotNull();
            });
        });
    }

    @Test
    void marksObservationOfRequestAlsoWhenFailureWasReportedFurtherIn() {
        WebServer.run(withObservation().withBean(ReportsItself.class), server -> {
            server.get("/reports-itself");
            MeterRegistry registry = server.context().getBean(MeterRegistry.class);
            await().untilAsserted(() -> assertThat(registry.find("http.server.requests")
                            .tags("status", "500", "exception", "IllegalStateException")
                            .timer())
                    .isNotNull());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status/503", "/status/404", "/datasets/gone", "/unknown-exception", "/sends"})
    void countsOnceWhatABrowserIsShownAsAPage(String path) {
        WebServer.run(runner.withBean(Sends.class), server -> {
            server.get(path, "Accept", "text/html");
            assertThat(server.context().getBean(RecentErrors.class).snapshot()).hasSize(1);
        });
    }

    @Test
    void countsOnceWhatAHandlerReportsAndSends() {
        WebServer.run(runner.withBean(Sends.class), server -> {
            assertThat(server.get("/reports-and-sends").statusCode()).isEqualTo(409);
            assertThat(server.context().getBean(RecentErrors.class).snapshot()).hasSize(1);
        });
    }

    private WebApplicationContextRunner withObservation() {
        return runner.withBean(SimpleMeterRegistry.class)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        ObservationAutoConfiguration.class,
                        WebMvcObservationAutoConfiguration.class));
    }

    @RestController
    static class Named {

        @GetMapping("/named")
        String named() {
            throw NotFoundError.builder("dataset", "x")
                    .context(ErrorContext.of("load_dataset"))
                    .build();
        }
    }

    @RestController
    static class ReportsItself {

        private final ObservationRegistry registry;

        private final ErrorReporter reporter;

        ReportsItself(ObservationRegistry registry, ErrorReporter reporter) {
            this.registry = registry;
            this.reporter = reporter;
        }

        @GetMapping("/reports-itself")
        String fail() {
            return Observation.createNotStarted("inner", registry).observe(() -> {
                IllegalStateException failure = new IllegalStateException("x");
                reporter.report(failure, "inner");
                throw failure;
            });
        }
    }

    @RestController
    static class Sends {

        private final ErrorReporter reporter;

        Sends(ErrorReporter reporter) {
            this.reporter = reporter;
        }

        @GetMapping("/sends")
        void send(HttpServletResponse response) throws IOException {
            response.sendError(409);
        }

        @GetMapping("/refused")
        void refuse() {
            throw AuthorizationError.builder("not granted", "reports:read").build();
        }

        @GetMapping("/reports-and-sends")
        void fail() {
            throw new UnsupportedOperationException("x");
        }

        @ExceptionHandler
        void handle(UnsupportedOperationException failure, HttpServletResponse response) throws IOException {
            reporter.report(failure, "handle");
            response.sendError(409);
        }
    }
}
