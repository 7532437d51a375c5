package io.llmdatavault.observability.error.translate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.VaultError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What a real WebClient throws when another service refuses, hangs or is gone. */
class WebClientTranslationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "403, false",
        "404, false",
        "409, false",
        "422, false",
        "429, true",
        "500, false",
        "502, true",
        "503, true",
        "504, true",
        "599, false"
    })
    void neverPassesTheOtherServicesStatusOn(int status, boolean retryable) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(status, 7);
            exchange.getResponseBody().write("Planted".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            ExternalServiceError error =
                    (ExternalServiceError) translate(call(server.getAddress().getPort()));

            assertThat(error.statusCode()).hasValue(status);
            assertThat(error.retryable()).isEqualTo(retryable);
            assertThat(error.retryAfter().isPresent()).isEqualTo(retryable);
            assertThat(error.getMessage()).doesNotContain("Planted");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusedConnectionIsWorthAnotherTry() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        VaultError error = translate(call(port));

        assertThat(error.kind()).isEqualTo(ErrorKind.NETWORK);
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void serviceThatDoesNotAnswerIsTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(translate(call(silent.getLocalPort())).kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void connectionThatEndsTooEarlyIsNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(
                    () -> {
                        // The client may try a second time by itself.
                        while (!server.isClosed()) {
                            try {
                                server.accept().close();
                            } catch (IOException ex) {
                                return;
                            }
                        }
                    },
                    "closing-server");
            closing.setDaemon(true);
            closing.start();

            assertThat(translate(call(server.getLocalPort())).kind()).isEqualTo(ErrorKind.NETWORK);
        }
    }

    private static ThrowingCallable call(int port) {
        HttpClient impatient = HttpClient.create().responseTimeout(Duration.ofMillis(500));
        WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(impatient))
                .baseUrl("http://127.0.0.1:" + port)
                .build();
        return () -> client.get().uri("/planted").retrieve().toBodilessEntity().block(PATIENCE);
    }

    private VaultError translate(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        return error;
    }
}
