package io.llmdatavault.observability.web.client;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class PeerErrorsTests {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final PeerErrors errors = new PeerErrors(null, Clock.fixed(NOW, ZoneOffset.UTC));

    private VaultError error(int status, String body, String retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        PeerAnswer answer = new PeerAnswer("GET", URI.create("http://ledger.internal/a"), status, headers, body);
        return errors.error(answer, new IllegalStateException("the HTTP exception"));
    }

    private static String body(String slug, String code, String more) {
        return "{\"type\":\"urn:vault:problem:%s\",\"code\":\"%s\"%s}".formatted(slug, code, more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    5                             | PT5S
                    ' 5 '                         | PT5S
                    0                             | PT0S
                    86401                         | PT24H
                    99999999999999999999          |
                    -5                            |
                    soon                          |
                    Thu, 01 Jan 2026 12:01:00 GMT | PT1M
                    Thu, 01 Jan 2026 11:00:00 GMT | PT0S
                    Sat, 01 Jan 2028 12:00:00 GMT | PT24H
                    """)
    void retryAfterIsSecondsOrDate(String header, Duration expected) {
        VaultError error = error(503, body("kms", "KMS_ENCRYPT_KEY", ",\"retryable\":true"), header);
        assertThat(error.retryAfter().orElse(null)).isEqualTo(expected);
    }

    @Test
    void retryAfterOfTheBodyStandsInForTheHeader() {
        String body = body("rate-limit", "RATE_LIMIT_REQUESTS_PER_SECOND", ",\"retryAfter\":30");
        assertThat(error(429, body, null).retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(error(429, body, "soon").retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(error(429, body, "5").retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void whatIsNotRetryableHasNoRetryAfter() {
        VaultError error = error(503, body("kms", "KMS_ENCRYPT_KEY", ",\"retryable\":false"), "5");
        assertThat(error.retryable()).isFalse();
        assertThat(error.retryAfter()).isEmpty();
        assertThat(error(404, body("not-found", "NOT_FOUND", ",\"retryable\":true"), "5")
                        .retryable())
                .isFalse();
    }

    @Test
    void timeoutsAreAlwaysRetryable() {
        VaultError error = error(504, body("timeout", "TIMEOUT", ""), "5");
        assertThat(error).isInstanceOf(TimeoutError.class);
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:vault:problem:timeout, TIMEOUT",
        "https://errors.acme.com/problems/timeout, TIMEOUT",
        "https://errors.acme.com/problems#timeout, TIMEOUT",
        "timeout, TIMEOUT",
        "urn:vault:problem:timeouts, EXTERNAL_SERVICE",
        "urn:vault:problem:TIMEOUT, EXTERNAL_SERVICE",
        "about:blank, EXTERNAL_SERVICE"
    })
    void kindGoesByTheEndOfTheType(String type, String kind) {
        VaultError error = error(504, "{\"type\":\"" + type + "\",\"code\":\"TIMEOUT\"}", null);
        assertThat(error.kind().name()).isEqualTo(kind);
    }

    @Test
    void idsOfThePeerAreKept() {
        String body = body("internal", "INTERNAL", ",\"requestId\":\"r-1\",\"traceId\":\"4bf92f3577b34da6\"");
        VaultError error = error(500, body, null);
        assertThat(error.context().metadata())
                .containsEntry("peer", "ledger.internal")
                .containsEntry("peerStatus", 500)
                .containsEntry("peerRequestId", "r-1")
                .containsEntry("peerTraceId", "4bf92f3577b34da6");
        assertThat(error.messages())
                .containsExactly("ledger.internal answered GET with 500 INTERNAL: no detail", "the HTTP exception");
    }

    @Test
    void unreadableBodyIsAnErrorOfTheOtherService() {
        VaultError error = error(502, null, null);
        assertThat(error).isInstanceOf(ExternalServiceError.class).hasMessage("ledger.internal answered GET with 502");
        assertThat(((ExternalServiceError) error).service()).isEqualTo("ledger.internal");
        assertThat(error.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"#/lines/0/city, lines[0].city", "#/a~1b/~0, a/b.~", "#, ''", "#/%C3%BC, ü", "#/%, %", "plain, plain"})
    void pointersBecomePaths(String pointer, String path) {
        assertThat(PeerPointer.path(pointer)).isEqualTo(path);
    }
}
