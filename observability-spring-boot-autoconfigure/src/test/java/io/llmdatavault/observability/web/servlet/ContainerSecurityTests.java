package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Spring Security refuses, on every server, with chains that know nothing of us. */
@ExtendWith(OutputCaptureExtension.class)
class ContainerSecurityTests {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static final String USER =
            "Basic " + Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));

    private static final String WRONG =
            "Basic " + Base64.getEncoder().encodeToString("user:wrong".getBytes(StandardCharsets.UTF_8));

    static Stream<Arguments> refusals() throws Exception {
        String valid = "Bearer " + GuardedPaths.token(Duration.ofHours(1), "read");
        String expired = "Bearer " + GuardedPaths.token(Duration.ofHours(-1), "read");
        List<Object[]> refusals = List.of(
                new Object[] {"/basic/open", "", 401, "AUTHENTICATION", "Basic realm="},
                new Object[] {"/basic/open", WRONG, 401, "AUTHENTICATION", "Basic realm="},
                new Object[] {"/basic/open", "Basic !", 401, "AUTHENTICATION", "Basic realm="},
                new Object[] {"/basic/admin", USER, 403, "AUTHORIZATION", ""},
                new Object[] {"/basic/method", USER, 403, "AUTHORIZATION", ""},
                new Object[] {"/jwt/open", "", 401, "AUTHENTICATION", "Bearer"},
                new Object[] {"/jwt/open", "Bearer nonsense", 401, "AUTHENTICATION", "error=\"invalid_token\""},
                new Object[] {"/jwt/open", "Bearer a b", 401, "AUTHENTICATION", "error=\"invalid_token\""},
                new Object[] {"/jwt/open", expired, 401, "AUTHENTICATION", "Jwt expired"},
                new Object[] {"/jwt/admin", valid, 403, "AUTHORIZATION", "error=\"insufficient_scope\""},
                new Object[] {"/jwt/method", valid, 403, "AUTHORIZATION", "error=\"insufficient_scope\""},
                new Object[] {"/form/open", "", 401, "AUTHENTICATION", "Cookie"},
                new Object[] {"/method", "", 403, "AUTHORIZATION", ""},
                new Object[] {"/bare/open", "", 403, "AUTHORIZATION", ""},
                new Object[] {"/status-only/open", "", 401, "AUTHENTICATION", "Bearer"});
        return Stream.of(Container.values())
                .flatMap(container -> refusals.stream()
                        .map(refusal ->
                                Arguments.of(container, refusal[0], refusal[1], refusal[2], refusal[3], refusal[4])));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void answersAndReportsRefusalOnce(
            Container container,
            String path,
            String authorization,
            int status,
            String code,
            String challenge,
            CapturedOutput output) {
        container.server();
        int logged = output.getAll().length();
        double counted = container.counted();
        HttpResponse<String> response = authorization.isEmpty()
                ? container.server().get(path)
                : container.server().get(path, "Authorization", authorization);
        ContainerProblemTests.problem(response, status, code);
        assertThat(response.headers().allValues("WWW-Authenticate")).hasSize(challenge.isEmpty() ? 0 : 1);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).contains(challenge);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(container.counted() - counted).isEqualTo(1);
        assertThat(ContainerProblemTests.logLines(output.getAll().substring(logged)))
                .singleElement()
                .asString()
                .contains("INFO", "failed with " + code);
    }

    @ParameterizedTest
    @EnumSource
    void marksObservationOfRefusedRequest(Container container) {
        container.server().get("/basic/open", "Authorization", WRONG);
        MeterRegistry registry = container.server().context().getBean(MeterRegistry.class);
        await().untilAsserted(() -> assertThat(registry.find("http.server.requests")
                        .tags("status", "401", "exception", "BadCredentialsException")
                        .timer())
                .isNotNull());
    }

    @ParameterizedTest
    @EnumSource
    void letsThroughWhoIsAllowed(Container container) throws Exception {
        String admin = "Bearer " + GuardedPaths.token(Duration.ofHours(1), "admin");
        WebServer server = container.server();
        assertThat(server.get("/basic/open", "Authorization", USER).body()).isEqualTo("open");
        assertThat(server.get("/jwt/method", "Authorization", admin).body()).isEqualTo("method");
    }

    @ParameterizedTest
    @EnumSource
    void sendsBrowsersToTheLoginPage(Container container) {
        WebServer server = container.server();
        HttpResponse<String> redirect = server.get("/form/open", "Accept", BROWSER);
        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location").orElse("")).endsWith("/login");
        assertThat(server.get("/login", "Accept", BROWSER).body()).contains("<form");
        assertThat(server.get("/method", "Accept", BROWSER).body()).contains("Whitelabel Error Page");
    }

    @ParameterizedTest
    @EnumSource
    void leavesEntryPointsAndHandlersOfTheApplicationAlone(Container container) {
        WebServer server = container.server();
        assertThat(server.get("/own/open").statusCode()).isEqualTo(418);
        assertThat(server.get("/own/open").body()).isEmpty();
        assertThat(server.get("/own/open", "Authorization", WRONG).statusCode()).isEqualTo(419);
        assertThat(server.get("/own/admin", "Authorization", USER).statusCode()).isEqualTo(420);
        assertThat(server.get("/own-jwt/open", "Authorization", "Bearer x").body())
                .isEqualTo("own");
    }

    @ParameterizedTest
    @EnumSource
    void answersMissingCsrfToken(Container container) {
        ContainerProblemTests.problem(container.server().post("/posted", "{}"), 403, "AUTHORIZATION");
    }
}
