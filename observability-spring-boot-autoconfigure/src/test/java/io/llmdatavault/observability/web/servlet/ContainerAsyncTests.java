package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What fails after the thread of the request has gone, on every server. */
@ExtendWith(OutputCaptureExtension.class)
class ContainerAsyncTests {

    static Stream<Arguments> failures() {
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of(
                        Arguments.of(container, "/async/callable", 500, "INTERNAL"),
                        Arguments.of(container, "/async/deferred", 404, "NOT_FOUND"),
                        Arguments.of(container, "/async/future", 404, "NOT_FOUND"),
                        Arguments.of(container, "/async/never", 503, "SERVICE_UNAVAILABLE"),
                        Arguments.of(container, "/async/stream-early", 500, "INTERNAL")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void answersReportsAndLogsOnce(Container container, String path, int status, String code, CapturedOutput output) {
        container.server();
        int logged = output.getAll().length();
        double counted = container.counted();
        HttpResponse<String> response = container.server().get(path);
        ContainerProblemTests.problem(response, status, code);
        assertThat(container.counted() - counted).isEqualTo(1);
        assertThat(ContainerProblemTests.logLines(output.getAll().substring(logged)))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void cutsStreamThatFailsOnItsWayAndReportsItOnce(Container container, CapturedOutput output) throws IOException {
        assertThatFailsOnItsWay(container, "/async/stream-late", output);
        assertThatFailsOnItsWay(container, "/async/sse", output);
    }

    private static void assertThatFailsOnItsWay(Container container, String path, CapturedOutput output)
            throws IOException {
        container.server();
        int logged = output.getAll().length();
        double counted = container.counted();
        String answer = raw(container, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("problem", "\"status\"");
        await().untilAsserted(() -> assertThat(container.counted() - counted).isEqualTo(1));
        // By the server alone; Tomcat and Undertow say it twice of an asynchronous dispatch.
        await().untilAsserted(() -> assertThat(loud(output.getAll().substring(logged)))
                .hasSizeBetween(1, 2)
                .noneMatch(line -> line.contains("ErrorReporter")));
    }

    @ParameterizedTest
    @EnumSource
    void staysQuietWhenTheCallerGoesAway(Container container, CapturedOutput output) throws IOException {
        AsyncEndpoints endpoints = container.server().context().getBean(AsyncEndpoints.class);
        int logged = output.getAll().length();
        double counted = container.counted();
        try (Socket socket = new Socket("localhost", container.server().port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream()
                    .write("GET /async/stream-endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
        }
        endpoints.callerIsGone.countDown();
        await().untilAsserted(() -> assertThat(endpoints.streamsEnded).hasPositiveValue());
        // The request after it is served by the same server.
        assertThat(container.server().get("/json").statusCode()).isEqualTo(200);
        assertThat(container.counted() - counted).isZero();
        assertThat(loud(output.getAll().substring(logged))).isEmpty();
    }

    private static List<String> loud(String output) {
        return ContainerProblemTests.logLines(output)
                .filter(line -> line.contains(" ERROR ") || line.contains(" WARN "))
                .toList();
    }

    static String raw(Container container, String request) throws IOException {
        try (Socket socket = new Socket("localhost", container.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
