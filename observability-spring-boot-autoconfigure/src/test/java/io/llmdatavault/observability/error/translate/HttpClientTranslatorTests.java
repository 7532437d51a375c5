package io.llmdatavault.observability.error.translate;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class HttpClientTranslatorTests {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final ErrorTranslators translators = new ErrorTranslators(
            List.of(),
            List.of(
                    new HttpClientTranslator(new PeerFailures(Clock.fixed(NOW, ZoneOffset.UTC))),
                    new NetworkTranslator()));

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "404, false",
        "429, true",
        "500, false",
        "502, true",
        "503, true",
        "504, true"
    })
    void neverPassesTheOtherServicesStatusOn(int status, boolean retryable) {
        ExternalServiceError error = (ExternalServiceError) translators.translate(answer(status, null));

        assertThat(error.statusCode()).hasValue(status);
        assertThat(error.kind()).isEqualTo(ErrorKind.EXTERNAL_SERVICE);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|PT7S",
                " 0 |PT0S",
                "Sat, 21 Nov 2026 10:00:30 GMT|PT30S",
                "Sat, 21 Nov 2026 09:00:00 GMT|PT0S",
                "99999999|PT24H"
            })
    void readsRetryAfter(String header, Duration expected) {
        assertThat(translators.translate(answer(503, header)).retryAfter()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999", "9223372036854775807"})
    void readsNothingIntoAWrongRetryAfter(String header) {
        VaultError error = translators.translate(answer(503, header));

        assertThat(error.retryable()).isTrue();
        assertThat(error.retryAfter().orElse(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void ignoresRetryAfterOfWhatIsNotWorthRetrying() {
        assertThat(translators.translate(answer(400, "7")).retryAfter()).isEmpty();
    }

    private static RestClientResponseException answer(int status, String retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return new RestClientResponseException("secret body", status, "text", headers, null, null);
    }

    @Test
    void tellsWhyAnotherServiceCouldNotBeReached() {
        assertThat(unreachable(new ConnectException())).isInstanceOf(NetworkError.class);
        assertThat(unreachable(new SocketTimeoutException())).isInstanceOf(TimeoutError.class);
        assertThat(unreachable(new IOException("unexpected end"))).isInstanceOf(NetworkError.class);
        assertThat(translators.translate(new RestClientException("no converter")))
                .isInstanceOf(ExternalServiceError.class);
    }

    private VaultError unreachable(IOException cause) {
        ResourceAccessException exception = new ResourceAccessException("I/O error", cause);
        VaultError error = translators.translate(exception);
        assertThat(error.getCause()).isSameAs(exception);
        return error;
    }

    @Test
    void translatesRealRefusedConnection() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Throwable refused = catchThrowable(() ->
                RestClient.create("http://localhost:" + port).get().retrieve().toBodilessEntity());

        VaultError error = translators.translate(refused);
        assertThat(error).isInstanceOf(NetworkError.class);
        assertThat(error.retryable()).isTrue();
    }
}
