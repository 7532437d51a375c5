package io.llmdatavault.observability.web;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static io.llmdatavault.observability.web.SuiteServer.isProblem;
import static io.llmdatavault.observability.web.SuiteServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller gets for each way in which a request can fail, over real HTTP. One class of each stack and server runs
 * it: the answers are the same.
 */
abstract class ProblemSuite {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    /** What an application has besides {@link SuiteEndpoints}; each stack has its own classes for it. */
    enum Part {
        /** A filter that fails on {@code /filter-before} before ours, and one on {@code /filter-after} after it. */
        FAILING_FILTERS,
        /** Bearer tokens below {@code /secured}, the scope {@code admin} for {@code /secured/admin}. */
        TOKENS,
        /** The same with an entry point and an access denied handler of the application's: status 418, body "own". */
        OWN_SECURITY_HANDLERS,
        /** HTTP Basic and a login form for {@code /secured}. */
        LOGIN,
        /** {@code /method} for which only a method says that it is not allowed. */
        METHOD_SECURITY,
        /** Boot's tracing. */
        TRACING
    }

    /** Starts an application with the endpoints, the part and the beans, lets the test talk to it, and stops it. */
    abstract void run(Set<Part> parts, List<Class<?>> beans, Consumer<SuiteServer> test);

    private void run(Consumer<SuiteServer> test) {
        run(Set.of(), List.of(), test);
    }

    private void run(Part part, Consumer<SuiteServer> test) {
        run(EnumSet.of(part), List.of(), test);
    }

    @Test
    void answersErrorOfTheVocabulary() {
        run(server -> {
            HttpResponse<String> response = server.get("/datasets/gone");
            assertThat(response.statusCode()).isEqualTo(404);
            JsonNode body = problem(response);
            assertThat(body.get("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(body.get("detail").asText()).isEqualTo("The dataset \"gone\" does not exist.");
            assertThat(body.get("resourceId").asText()).isEqualTo("gone");
            HttpResponse<String> limited = server.get("/limited");
            assertThat(limited.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(problem(limited).get("retryAfter").asInt()).isEqualTo(2);
        });
    }

    @Test
    void answersForeignException() {
        run(server -> {
            HttpResponse<String> response = server.get("/foreign");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(problem(response).get("code").asText()).isEqualTo("INTERNAL");
            assertThat(response.body()).doesNotContain("s3cret", "java.lang");
        });
    }

    @Test
    void answersUnknownPath() {
        run(server -> {
            HttpResponse<String> response = server.get("/nowhere/at/all");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(problem(response).get("code").asText()).isEqualTo("NOT_FOUND");
        });
    }

    @Test
    void answersWrongMethodWithAllowedOnes() {
        run(server -> {
            HttpResponse<String> response = server.post("/json", "application/json", "{}");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(problem(response).get("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
        });
    }

    @Test
    void answersWhatCannotBeGivenAsAsked() {
        run(server -> {
            HttpResponse<String> response = server.get("/json", "Accept", "image/png");
            assertThat(response.statusCode()).isEqualTo(406);
            assertThat(problem(response).get("code").asText()).isEqualTo("NOT_ACCEPTABLE");
        });
    }

    @Test
    void answersWrongContentTypeWithRightOnes() {
        run(server -> {
            HttpResponse<String> response = server.post("/orders", "text/plain", "{}");
            assertThat(response.statusCode()).isEqualTo(415);
            assertThat(problem(response).get("code").asText()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
            assertThat(response.headers().firstValue("Accept").orElse("")).contains("application/json");
        });
    }

    @Test
    void answersMalformedBody() {
        run(server -> {
            HttpResponse<String> response = server.post("/orders", "application/json", "{\"id\": s3cret");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(problem(response).get("code").asText()).isEqualTo("BAD_REQUEST");
            assertThat(response.body()).doesNotContain("s3cret", "Suite");
        });
    }

    @Test
    void pointsAtWrongFieldsOfBody() {
        run(server -> {
            HttpResponse<String> response = server.post(
                    "/orders",
                    "application/json",
                    "{\"id\": \" \", \"lines\": [{\"sku\": \"S3CR\", \"count\": 4711}]}");
            assertThat(response.statusCode()).isEqualTo(400);
            JsonNode body = problem(response);
            assertThat(body.get("code").asText()).isEqualTo("VALIDATION");
            assertThat(errors(body))
                    .containsExactly(
                            "pointer #/id: must not be blank",
                            "pointer #/lines/0/count: The value is not allowed.",
                            "pointer #/lines/0/sku: must match \"[a-z]{3,40}\"");
            assertThat(response.body()).doesNotContain("4711", "S3CR");
        });
    }

    @Test
    void namesWrongParametersAndHeaders() {
        run(server -> {
            assertThat(errors(problem(server.get("/page?size=101", "X-Tenant", "far-too-long"))))
                    .containsExactly(
                            "header X-Tenant: size must be between 0 and 5",
                            "parameter size: must be less than or equal to 100");
            assertThat(errors(problem(server.get("/page", "X-Tenant", "a"))))
                    .containsExactly("parameter size: It is missing.");
            assertThat(errors(problem(server.get("/page?size=1")))).containsExactly("header X-Tenant: It is missing.");
            HttpResponse<String> mistyped = server.get("/page?size=t0ken", "X-Tenant", "a");
            assertThat(errors(problem(mistyped))).containsExactly("parameter size: It has the wrong type.");
            assertThat(mistyped.body()).doesNotContain("t0ken", "java.lang");
        });
    }

    @Test
    void answersFailingFilterBeforeAndAfterOurs() {
        run(Part.FAILING_FILTERS, server -> {
            HttpResponse<String> before = server.get("/filter-before");
            assertThat(before.statusCode()).isEqualTo(409);
            assertThat(problem(before).get("code").asText()).isEqualTo("CONFLICT");
            HttpResponse<String> after = server.get("/filter-after");
            assertThat(after.statusCode()).isEqualTo(500);
            assertThat(problem(after).get("code").asText()).isEqualTo("INTERNAL");
            assertThat(after.body()).doesNotContain("s3cret");
        });
    }

    @Test
    void asksForToken() {
        run(Part.TOKENS, server -> {
            HttpResponse<String> response = server.get("/secured/hello");
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHENTICATION");
            assertThat(response.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        });
    }

    static Stream<String> badTokens() {
        return Stream.of("gibberish", SuiteTokens.ofSomeoneElse(), SuiteTokens.expired());
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void refusesBadToken(String token) {
        run(Part.TOKENS, server -> {
            HttpResponse<String> response = server.get("/secured/hello", "Authorization", "Bearer " + token);
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHENTICATION");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer error=\"invalid_token\"");
            assertThat(response.body()).doesNotContain(token, "Jwt");
        });
    }

    @Test
    void letsGoodTokenInAndRefusesWhatItsScopeLacks() {
        run(Part.TOKENS, server -> {
            String token = "Bearer " + SuiteTokens.valid("read");
            assertThat(server.get("/secured/hello", "Authorization", token).body())
                    .isEqualTo("hello");
            HttpResponse<String> response = server.get("/secured/admin", "Authorization", token);
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHORIZATION");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer error=\"insufficient_scope\"");
            assertThat(problem(server.get("/nowhere", "Authorization", token))
                            .get("code")
                            .asText())
                    .isEqualTo("NOT_FOUND");
        });
    }

    @Test
    void securityHandlersOfTheApplicationWin() {
        run(Part.OWN_SECURITY_HANDLERS, server -> {
            HttpResponse<String> missing = server.get("/secured/hello");
            assertThat(missing.statusCode()).isEqualTo(418);
            assertThat(missing.body()).isEqualTo("own");
            String token = "Bearer " + SuiteTokens.valid("read");
            assertThat(server.get("/secured/admin", "Authorization", token).body())
                    .isEqualTo("own");
        });
    }

    @Test
    void leavesLoginPageToBrowsersAndAnswersEveryoneElse() {
        run(Part.LOGIN, server -> {
            HttpResponse<String> browser = server.get("/secured/hello", "Accept", BROWSER);
            assertThat(browser.statusCode()).isEqualTo(302);
            assertThat(browser.headers().firstValue("Location").orElse("")).endsWith("/login");
            HttpResponse<String> client = server.get("/secured/hello", "Accept", "application/json");
            assertThat(client.statusCode()).isEqualTo(401);
            assertThat(client.headers().firstValue("Location")).isEmpty();
            problem(client);
            HttpResponse<String> wrong = server.get(
                    "/secured/hello", "Accept", "application/json", "Authorization", "Basic YWxpY2U6d3Jvbmc=");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=");
            problem(wrong);
        });
    }

    @Test
    void answersWhatAMethodDoesNotAllow() {
        run(Part.METHOD_SECURITY, server -> {
            HttpResponse<String> response =
                    server.get("/method", "Authorization", "Bearer " + SuiteTokens.valid("read"));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(problem(response).get("code").asText()).isEqualTo("AUTHORIZATION");
        });
    }

    @Test
    void leavesPageToBrowsers() {
        run(server -> {
            for (String path : List.of("/foreign", "/nowhere", "/datasets/gone")) {
                HttpResponse<String> response = server.get(path, "Accept", BROWSER);
                assertThat(response.statusCode()).isEqualTo(path.equals("/foreign") ? 500 : 404);
                assertThat(response.headers().firstValue("Content-Type").orElse(""))
                        .startsWith("text/html");
                assertThat(response.body()).contains("Whitelabel Error Page").doesNotContain("s3cret");
            }
        });
    }

    @Test
    void adviceOfTheApplicationWins() {
        run(Set.of(), List.of(OwnAdvice.class), server -> {
            HttpResponse<String> response = server.get("/foreign");
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).isEqualTo("mine");
            assertThat(isProblem(server.get("/datasets/gone"))).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 409, 418, 429, 500, 502, 503})
    void tellsNothingOfTheReasonOfAStatus(int status) {
        run(server -> {
            HttpResponse<String> response = server.get("/status/" + status);
            assertThat(response.statusCode()).isEqualTo(status);
            problem(response);
            assertThat(response.body() + response.headers().map()).doesNotContain("s3cret", "jdbc");
        });
    }

    @Test
    void echoesRequestId() {
        run(server -> {
            HttpResponse<String> response = server.get("/datasets/gone", "X-Request-Id", "r-1");
            assertThat(problem(response).get("requestId").asText()).isEqualTo("r-1");
            assertThat(response.headers().allValues("X-Request-Id")).containsExactly("r-1");
            HttpResponse<String> replaced = server.get("/nowhere", "X-Request-Id", "<script>");
            assertThat(problem(replaced).get("requestId").asText()).doesNotContain("script");
        });
    }

    @Test
    void tellsTraceOfRequest() {
        run(Part.TRACING, server -> {
            String trace = "0af7651916cd43dd8448eb211c80319c";
            HttpResponse<String> response =
                    server.get("/datasets/gone", "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
            assertThat(problem(response).get("traceId").asText()).isEqualTo(trace);
        });
    }

    private static List<String> errors(JsonNode body) {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : body.get("errors")) {
            error.fieldNames().forEachRemaining(name -> {
                if (!name.equals("detail")) {
                    errors.add(name + " " + error.get(name).asText() + ": "
                            + error.get("detail").asText());
                }
            });
        }
        return errors;
    }

    @RestControllerAdvice
    static class OwnAdvice {

        @ExceptionHandler
        ResponseEntity<String> handle(IllegalStateException failure) {
            return ResponseEntity.status(409).body("mine");
        }
    }
}
