package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.observability.error.NotFoundError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemResponseTests {

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Endpoints.class);

    @Test
    void answersErrorWithAllMembers() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/datasets/gone;jsessionid=1?q=1", "X-Request-Id", "r-1");
            JsonNode body = WebServer.json(response);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(body.get("type").asText()).isEqualTo("urn:vault:problem:not-found");
            assertThat(body.get("title").asText()).isEqualTo("Not found");
            assertThat(body.get("status").asInt()).isEqualTo(404);
            assertThat(body.get("detail").asText()).isEqualTo("The dataset \"gone\" does not exist.");
            assertThat(body.get("instance").asText()).isEqualTo("/datasets/gone");
            assertThat(body.get("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(body.get("requestId").asText()).isEqualTo("r-1");
            assertThat(body.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(body.get("retryable").asBoolean()).isFalse();
            assertThat(body.get("resourceType").asText()).isEqualTo("dataset");
            assertThat(body.get("resourceId").asText()).isEqualTo("gone");
            assertThat(body.has("traceId")).isFalse();
        });
    }

    /** It says how long the resource is, not what is in the body. */
    @Test
    void keepsContentRangeOfRangeThatCannotBeSatisfied() {
        WebServer.run(
                runner.withPropertyValues("spring.web.resources.static-locations=classpath:/META-INF/spring/"),
                server -> {
                    HttpResponse<String> response = server.get(
                            "/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
                            "Range",
                            "bytes=9999999-");
                    ContainerProblemTests.problem(response, 416, "REQUESTED_RANGE_NOT_SATISFIABLE");
                    assertThat(response.headers().firstValue("Content-Range").orElse(""))
                            .startsWith("bytes */");
                });
    }

    @Test
    void roundsRetryAfterUp() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/limited");
            JsonNode body = WebServer.json(response);
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(body.get("retryAfter").asLong()).isEqualTo(2);
            assertThat(body.get("limitType").asText()).isEqualTo("requests-per-second");
            assertThat(body.get("limit").asLong()).isEqualTo(100);
            assertThat(body.get("detail").asText()).isEqualTo("At most 100 requests per second are allowed.");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/unknown-exception, 500, INTERNAL",
        "/error-thrown, 500, INTERNAL",
        "/text, 500, INTERNAL",
        "/sql, 503, DATABASE_TRANSACTION",
        "/status/409, 409, CONFLICT",
        "/status/503, 503, SERVICE_UNAVAILABLE",
        "/status/413, 413, CONTENT_TOO_LARGE",
        "/status/422, 422, UNPROCESSABLE_CONTENT",
        "/annotated, 418, I_AM_A_TEAPOT",
        "/callable, 404, NOT_FOUND",
        "/future, 404, NOT_FOUND",
    })
    void answersExceptionWithoutItsMessage(String path, int status, String code) {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(WebServer.json(response).get("status").asInt()).isEqualTo(status);
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo(code);
            assertThat(response.body()).doesNotContain(Endpoints.SECRET).doesNotContain("Exception");
        });
    }

    @Test
    void challengesCallerOnForeign401() {
        WebServer.run(runner.withPropertyValues("vault.observability.problem.realm=the \"vault\""), server -> {
            HttpResponse<String> response = server.get("/status/401");
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer realm=\"the \\\"vault\\\"\"");
        });
    }

    @Test
    void leavesStatusThatIsNoErrorToSpring() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/status/304");
            assertThat(response.statusCode()).isEqualTo(304);
        });
    }

    @Test
    void keepsAllowHeaderOnWrongMethod() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.post("/json", "{}");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
            assertThat(WebServer.json(response).get("detail").asText()).isEqualTo("The method is not supported here.");
            assertThat(WebServer.json(response).get("type").asText()).isEqualTo("urn:vault:problem:validation");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/json", "/unknown-exception", "/nowhere"})
    void answersProblemAlsoWhenAcceptDoesNotAllowIt(String path) {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get(path, "Accept", "image/png");
            assertThat(response.statusCode()).isIn(404, 406, 500);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(WebServer.json(response).get("status").asInt()).isEqualTo(response.statusCode());
        });
    }

    @Test
    void keepsAcceptHeaderOnWrongMediaType() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.send(server.request("/orders")
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofString("a,b")));
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(response.headers().firstValue("Accept")).hasValue("application/json");
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        });
    }

    @Test
    void forgetsLengthOfAnswerThatFailed() {
        WebServer.run(
                runner,
                server -> assertThat(WebServer.json(server.get("/download"))
                                .get("code")
                                .asText())
                        .isEqualTo("INTERNAL"));
    }

    @Test
    void answersHeadWithoutBody() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.send(
                    server.request("/unknown-exception").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.body()).isEmpty();
        });
    }

    @Test
    void tellsUnknownPathTheSameWayWhoeverMissesIt() {
        String[] bodies = new String[2];
        WebServer.run(runner, server -> bodies[0] = withoutOccurrence(server.get("/nowhere", "X-Request-Id", "r")));
        WebServer.run(
                runner.withPropertyValues("spring.web.resources.add-mappings=false"),
                server -> bodies[1] = withoutOccurrence(server.get("/nowhere", "X-Request-Id", "r")));
        assertThat(bodies[0])
                .isEqualTo(bodies[1])
                .contains("\"status\":404", "\"code\":\"NOT_FOUND\"", "Nothing is found here.");
    }

    private static String withoutOccurrence(HttpResponse<String> response) {
        return response.body().replaceAll("\"timestamp\":\"[^\"]*\"", "");
    }

    @Test
    void refusesUploadThatIsTooLarge() {
        WebServer.run(runner.withPropertyValues("spring.servlet.multipart.max-file-size=1KB"), server -> {
            String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
                    + "x".repeat(2048) + "\r\n--b--\r\n";
            HttpResponse<String> response = server.send(server.request("/upload")
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString(part)));
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("CONTENT_TOO_LARGE");
        });
    }

    @Test
    void answersForFunctionalEndpoint() {
        RouterFunction<ServerResponse> route = RouterFunctions.route()
                .GET("/functional", request -> {
                    throw NotFoundError.builder("dataset", "f").build();
                })
                .build();
        WebServer.run(runner.withBean(RouterFunction.class, () -> route), server -> {
            HttpResponse<String> response = server.get("/functional");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("NOT_FOUND");
        });
    }
}
