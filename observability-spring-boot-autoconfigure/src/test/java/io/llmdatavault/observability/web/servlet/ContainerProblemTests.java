package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.error.report.RecentError;
import io.llmdatavault.observability.error.report.RecentErrors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What fails outside of the dispatcher servlet, on every server. */
@ExtendWith(OutputCaptureExtension.class)
class ContainerProblemTests {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    static Stream<Arguments> failures() {
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of("outer", "inner", "late")
                        .flatMap(place -> Stream.of(
                                Arguments.of(container, place + ":state", 500, "INTERNAL"),
                                Arguments.of(container, place + ":io", 500, "INTERNAL"),
                                Arguments.of(container, place + ":servlet", 500, "INTERNAL"),
                                Arguments.of(container, place + ":linkage", 500, "INTERNAL"),
                                Arguments.of(container, place + ":writer", 500, "INTERNAL"),
                                Arguments.of(container, place + ":vault", 404, "NOT_FOUND"),
                                Arguments.of(container, place + ":wrapped", 404, "NOT_FOUND"),
                                Arguments.of(container, place + ":503", 503, "SERVICE_UNAVAILABLE"),
                                Arguments.of(container, place + ":403", 403, "FORBIDDEN"),
                                Arguments.of(container, place + ":500", 500, "INTERNAL_SERVER_ERROR"))));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void answersReportsAndLogsFailureOfFilterOnce(
            Container container, String fail, int status, String code, CapturedOutput output) {
        container.server();
        int logged = output.getAll().length();
        double counted = container.counted();
        HttpResponse<String> response = container.server().get("/json", "X-Fail", fail, "X-Request-Id", "r-1");
        JsonNode body = problem(response, status, code);
        assertThat(body.get("instance").asText()).isEqualTo("/json");
        assertThat(body.get("requestId").asText()).isEqualTo("r-1");
        assertThat(response.headers().allValues("X-Request-Id")).containsExactly("r-1");
        assertThat(response.headers().allValues("X-Kept")).hasSizeLessThanOrEqualTo(1);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(container.counted() - counted).isEqualTo(1);
        assertThat(logLines(output.getAll().substring(logged))).hasSize(1);
        RecentError recent = container
                .server()
                .context()
                .getBean(RecentErrors.class)
                .snapshot()
                .get(0);
        assertThat(recent.operation()).isEqualTo("GET UNKNOWN");
        // An error that is made before the request has its id does not know it.
        if (!fail.startsWith("outer")) {
            assertThat(recent.requestId()).isEqualTo("r-1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsHeadersOfFilter(Container container) {
        HttpResponse<String> thrown = container.server().get("/json", "X-Fail", "inner:state");
        assertThat(thrown.headers().allValues("X-Kept")).containsExactly("kept");
        assertThat(thrown.headers().allValues("Set-Cookie")).contains("a=b").doesNotHaveDuplicates();
        HttpResponse<String> sent = container.server().get("/json", "X-Fail", "inner:503");
        assertThat(sent.headers().allValues("Retry-After")).containsExactly("7");
        assertThat(WebServer.json(sent).get("retryAfter").asLong()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void answersForServletBesideTheDispatcherServlet(Container container) {
        problem(container.server().get("/servlet?with=vault"), 404, "NOT_FOUND");
        problem(container.server().get("/servlet?with=410"), 410, "GONE");
        HttpResponse<String> response = container.server().post("/servlet", "{}");
        problem(response, 403, "AUTHORIZATION");
    }

    @ParameterizedTest
    @EnumSource
    void answersUnknownPathsAndWhatSpringRefuses(Container container) {
        WebServer server = container.server();
        problem(server.get("/nowhere"), 404, "NOT_FOUND");
        problem(server.get("/json", "Accept", "image/png"), 406, "NOT_ACCEPTABLE");
        HttpResponse<String> response =
                server.send(server.request("/upload").method("PUT", HttpRequest.BodyPublishers.noBody()));
        problem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow").orElse("")).contains("POST");
    }

    @ParameterizedTest
    @EnumSource
    void answersUploadThatIsTooLarge(Container container) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + "x".repeat(2048)
                + "\r\n--b--\r\n";
        WebServer server = container.server();
        HttpResponse<String> response = server.send(server.request("/upload")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(part)));
        problem(response, 413, "CONTENT_TOO_LARGE");
    }

    @ParameterizedTest
    @EnumSource
    void answersFirewallOfSpringSecurity(Container container) {
        HttpResponse<String> response = container.server().get("/json;a=b");
        problem(response, 400, "BAD_REQUEST");
    }

    @ParameterizedTest
    @EnumSource
    void leavesThePageToBrowsers(Container container) {
        for (String fail : new String[] {"inner:state", "inner:503", "outer:state", "inner:vault"}) {
            HttpResponse<String> response = container.server().get("/json", "X-Fail", fail, "Accept", BROWSER);
            assertThat(response.body()).contains("Whitelabel Error Page");
            assertThat(response.statusCode())
                    .isEqualTo(fail.endsWith("503") ? 503 : fail.endsWith("vault") ? 404 : 500);
        }
    }

    static JsonNode problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonNode body = WebServer.json(response);
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(body.get("code").asText()).isEqualTo(code);
        assertThat(response.body()).doesNotContain(FailingApplication.PLANTED);
        return body;
    }

    static Stream<String> logLines(String output) {
        return output.lines().filter(line -> line.matches("^\\d{4}-\\d\\d-\\d\\dT.*"));
    }
}
