package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.web.ClientDisconnects;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class BrokenAnswerTests {

    private static final String REPORTER = "error.report.ErrorReporter";

    private final LoggingSystem loggingSystem = LoggingSystem.get(BrokenAnswerTests.class.getClassLoader());

    private final WebApplicationContextRunner runner =
            WebServer.runner().withBean(Endpoints.class).withBean(Streams.class);

    @Test
    void answersCleanlyAfterTheHandlerHasAskedForAWriter() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/writer");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(WebServer.json(response).get("instance").asText()).isEqualTo("/writer");
            assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
        });
    }

    @Test
    void takesBackWhatTheHandlerSaidOfItsBody() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/gzip");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().map())
                    .containsKeys("vary", "x-request-id")
                    .doesNotContainKeys("content-encoding", "content-disposition", "etag");
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("NOT_FOUND");
        });
    }

    @Test
    void cutsConnectionWhenHalfSentAnswerFails(CapturedOutput output) {
        withDebugLog();
        WebServer.run(runner, server -> {
            assertThatThrownBy(() -> server.get("/committed")).hasRootCauseInstanceOf(IOException.class);
            assertThat(output.getAll()).contains("cannot become a problem").doesNotContain(REPORTER);
        });
    }

    @Test
    void staysQuietWhenCallerGoesAway(CapturedOutput output) {
        withDebugLog();
        WebServer.run(runner, server -> {
            Streams streams = server.context().getBean(Streams.class);
            try (Socket socket = new Socket("localhost", server.port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().read();
            } catch (IOException ex) {
                throw new IllegalStateException(ex);
            }
            streams.callerIsGone.countDown();
            await().untilAsserted(() -> assertThat(output.getAll()).contains("The caller went away"));
            assertThat(output.getAll()).doesNotContain(REPORTER);
        });
    }

    @Test
    void answersProblemWhenSomeoneElseResetTheConnection() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/io");
            assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        });
    }

    @Test
    void recognisesCallerByTypeOnly() {
        assertThat(ClientDisconnects.isDisconnect(new ClientAbortException())).isTrue();
        assertThat(ClientDisconnects.isDisconnect(new AsyncRequestNotUsableException("x")))
                .isTrue();
        assertThat(ClientDisconnects.isDisconnect(new IllegalStateException(new ClientAbortException())))
                .isTrue();
        assertThat(ClientDisconnects.isDisconnect(new IOException("Broken pipe")))
                .isFalse();
        assertThat(ClientDisconnects.isDisconnect(new ResourceAccessException("x", new ClientAbortException())))
                .isFalse();
    }

    @AfterEach
    void withUsualLog() {
        loggingSystem.setLogLevel(ServletProblems.class.getName(), null);
    }

    private void withDebugLog() {
        loggingSystem.setLogLevel(ServletProblems.class.getName(), LogLevel.DEBUG);
    }

    @RestController
    static class Streams {

        private final CountDownLatch callerIsGone = new CountDownLatch(1);

        @GetMapping("/writer")
        void writer(HttpServletResponse response) throws IOException {
            response.getWriter().write("half an answer");
            throw NotFoundError.builder("dataset", "a").build();
        }

        @GetMapping("/gzip")
        void gzip(HttpServletResponse response) {
            response.setHeader("Content-Encoding", "gzip");
            response.setHeader("Content-Disposition", "attachment; filename=a.csv");
            response.setHeader("ETag", "1");
            response.setHeader("Vary", "Origin");
            throw NotFoundError.builder("dataset", "a").build();
        }

        @GetMapping("/committed")
        void committed(HttpServletResponse response) throws IOException {
            response.getOutputStream().write(new byte[100]);
            response.flushBuffer();
            throw new IllegalStateException("x");
        }

        @GetMapping("/endless")
        void endless(HttpServletResponse response) throws Exception {
            response.getOutputStream().write(new byte[100]);
            response.flushBuffer();
            callerIsGone.await(5, TimeUnit.SECONDS);
            for (int i = 0; i < 10_000; i++) {
                response.getOutputStream().write(new byte[10_000]);
            }
        }
    }
}
