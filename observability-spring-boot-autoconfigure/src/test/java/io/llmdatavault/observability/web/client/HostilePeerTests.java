package io.llmdatavault.observability.web.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** A peer that means harm does none: real clients against a raw socket. */
@Timeout(60)
class HostilePeerTests {

    private static final String KNOWN = "\"type\":\"urn:vault:problem:not-found\",\"code\":\"NOT_FOUND\"";

    static Stream<Arguments> clients() {
        return Stream.of(
                Arguments.of(Client.REST_CLIENT, "jdk"),
                Arguments.of(Client.REST_CLIENT, "simple"),
                Arguments.of(Client.REST_TEMPLATE, "jdk"),
                Arguments.of(Client.REST_TEMPLATE, "simple"),
                Arguments.of(Client.WEB_CLIENT, "reactor"));
    }

    private static ApplicationContextRunner runner(String library) {
        String key = library.equals("reactor") ? "spring.http.reactiveclient.connector" : "spring.http.client.factory";
        return ClientRunners.plain().withPropertyValues(PeerServer.DECODE, key + "=" + library);
    }

    private static String library(Client client) {
        return client == Client.WEB_CLIENT ? "reactor" : "jdk";
    }

    private static VaultError failure(Client client, String library, RawPeer peer) {
        return failures(client, library, List.of(peer)).get(0);
    }

    private static List<VaultError> failures(Client client, String library, List<RawPeer> peers) {
        List<VaultError> errors = new ArrayList<>();
        runner(library)
                .run(context -> peers.forEach(peer -> {
                    Throwable failure = client.failure(context, peer.url());
                    assertThat(failure).isInstanceOf(VaultError.class);
                    errors.add((VaultError) failure);
                }));
        assertThat(errors).hasSameSizeAs(peers);
        return errors;
    }

    @ParameterizedTest
    @MethodSource("clients")
    void bodyWithoutEndIsCutOff(Client client, String library) throws Exception {
        try (RawPeer peer = RawPeer.endless("{" + KNOWN + ",\"detail\":\"" + "x".repeat(8000))) {
            VaultError error = failure(client, library, peer);
            assertThat(error).isInstanceOf(ExternalServiceError.class);
            assertThat(error.getMessage()).isEqualTo("127.0.0.1 answered GET with 500");
            assertThat(error.getCause()).isInstanceOf(client.springException());
            assertThat(error.getCause().getMessage()).hasSizeLessThan(1000);
            assertThat(peer.isAbandoned()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void bodyOfTenMegabytesIsCutOff(Client client, String library) {
        try (RawPeer peer = RawPeer.problem(404, "{" + KNOWN + ",\"detail\":\"" + "x".repeat(10_000_000) + "\"}")) {
            VaultError error = failure(client, library, peer);
            assertThat(error).isInstanceOf(ExternalServiceError.class);
            assertThat(((ExternalServiceError) error).statusCode()).hasValue(404);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void bodyThatDripsIsCutOff(Client client, String library) throws Exception {
        RawPeer.Script drip = out -> {
            RawPeer.write(out, RawPeer.head(500, "Content-Length: 60000"));
            while (true) {
                RawPeer.write(out, " ");
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        };
        try (RawPeer peer = RawPeer.start(drip)) {
            long start = System.nanoTime();
            assertThat(failure(client, library, peer)).isInstanceOf(ExternalServiceError.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            assertThat(peer.isAbandoned()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void bodyThatBreaksOffIsNoProblem(Client client, String library) {
        RawPeer.Script cut = out -> RawPeer.write(out, RawPeer.head(503, "Content-Length: 5000") + "{" + KNOWN);
        try (RawPeer peer = RawPeer.start(cut)) {
            VaultError error = failure(client, library, peer);
            assertThat(error).isInstanceOf(ExternalServiceError.class);
            assertThat(error.retryable()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nonsenseIsAnErrorOfTheOtherService(Client client) {
        List<String> bodies = List.of(
                "",
                "no JSON",
                "[]",
                "null",
                "\"text\"",
                "{",
                "[".repeat(60_000),
                "{\"a\":".repeat(12_000),
                "{" + KNOWN + ",\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
                "{" + KNOWN + ",\"limit\":" + "9".repeat(20_000) + "}",
                "{\"type\":7,\"code\":\"NOT_FOUND\"}",
                "{\"type\":\"urn:vault:problem:not-found\"}",
                "{\"type\":\"urn:vault:problem:not-found\",\"code\":\"not found\"}",
                "{\"type\":\"urn:vault:problem:not-found\",\"code\":[\"NOT_FOUND\"]}",
                "{\"type\":\"urn:vault:problem:\",\"code\":\"NOT_FOUND\"}",
                "{\"type\":\"about:blank\",\"code\":\"NOT_FOUND\"}",
                "{\"type\":\"https://example.org/out-of-credit\",\"code\":\"NO_CREDIT\",\"status\":200}");
        List<RawPeer> peers = bodies.stream()
                .map(body -> RawPeer.problem(429, body, "Retry-After: 5"))
                .toList();
        List<VaultError> errors = failures(client, library(client), peers);
        peers.forEach(RawPeer::close);
        assertThat(errors).allSatisfy(error -> {
            assertThat(error).isInstanceOf(ExternalServiceError.class);
            ExternalServiceError external = (ExternalServiceError) error;
            assertThat(external.service()).isEqualTo("127.0.0.1");
            assertThat(external.statusCode()).hasValue(429);
            assertThat(external.retryAfter()).contains(Duration.ofSeconds(5));
            assertThat(external.detail()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void wrongTypesAreNotTaken(Client client) {
        String body = """
                {"type":"urn:vault:problem:rate-limit","code":"RATE_LIMIT_REQUESTS_PER_HOUR","retryable":"yes",
                 "limit":"100","limitType":["requests-per-hour"],"resetAt":"tomorrow","retryAfter":"30","detail":{"a":1},
                 "requestId":"r\\r\\nSet-Cookie: a=b","traceId":17,"status":"200","errors":"none"}""";
        try (RawPeer peer = RawPeer.problem(429, body)) {
            RateLimitError error = (RateLimitError) failure(client, library(client), peer);
            assertThat(error.limit()).isEqualTo(-1);
            assertThat(error.limitType().name()).isEqualTo("REQUESTS_PER_HOUR");
            assertThat(error.resetAt()).isEmpty();
            assertThat(error.retryAfter()).isEmpty();
            assertThat(error.detail()).isEmpty();
            assertThat(error.context().metadata()).containsOnlyKeys("peer", "peerStatus");
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAreMaskedBoundedAndPlain(Client client) {
        String body = """
                {"type":"urn:vault:problem:not-found","code":"NOT_FOUND",
                 "detail":"password=Planted-4711\\r\\nFAKE LINE \\u001b[31m","resourceType":"%s","resourceId":"token=Planted-4711-long"}""".formatted("x".repeat(30_000));
        try (RawPeer peer = RawPeer.problem(404, body)) {
            NotFoundError error = (NotFoundError) failure(client, library(client), peer);
            assertThat(error.getMessage() + error.detail() + error.resourceId())
                    .doesNotContain("Planted-4711")
                    .matches("\\P{Cntrl}*");
            assertThat(error.resourceType()).hasSizeLessThan(2100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void listsAreBounded(Client client) {
        String body = "{\"type\":\"urn:vault:problem:validation\",\"code\":\"VALIDATION\",\"errors\":["
                + "{\"detail\":\"no\",\"pointer\":\"#/a\"},7,{\"detail\":7},".repeat(500) + "null]}";
        try (RawPeer peer = RawPeer.problem(400, body)) {
            ValidationError error = (ValidationError) failure(client, library(client), peer);
            assertThat(error.violations()).hasSizeBetween(1, 100);
            assertThat(error).hasMessage("The request is not valid.");
        }
    }

    @ParameterizedTest
    @EnumSource
    void patienceIsBounded(Client client) {
        String body = "{\"type\":\"urn:vault:problem:kms\",\"code\":\"KMS_ENCRYPT_KEY\",\"retryable\":true}";
        List<String> values = List.of("9223372036854775807", "Fri, 31 Dec 9999 23:59:59 GMT");
        for (String value : values) {
            try (RawPeer peer = RawPeer.problem(503, body, "Retry-After: " + value)) {
                VaultError error = failure(client, library(client), peer);
                assertThat(error.kind()).isEqualTo(ErrorKind.KMS);
                assertThat(error.retryAfter()).contains(Duration.ofDays(1));
            }
        }
    }
}
