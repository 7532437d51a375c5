package io.llmdatavault.observability.resilience.retry;

import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

/** With the exceptions that Spring's clients really throw. */
class HttpFailuresTests {

    private static final URI LOCAL = URI.create("http://localhost/");

    private static final VaultError BUSY = ExternalServiceError.builder("peer", "POST")
            .statusCode(503)
            .retryable(true)
            .build();

    private static final VaultError REFUSED = ExternalServiceError.builder("peer", "POST")
            .statusCode(503)
            .retryable(true)
            .retryAfter(Duration.ofSeconds(1))
            .build();

    private static WireMockServer server;

    private final HttpFailures failures = new HttpFailures();

    @BeforeAll
    static void start() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        server.stubFor(any(urlPathEqualTo("/busy")).willReturn(aResponse().withStatus(503)));
        server.stubFor(any(urlPathEqualTo("/reset")).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, busy, true", "PATCH, busy, true", "GET, busy, false", "PUT, busy, false", "DELETE, busy, false",
        "POST, reset, true", "PATCH, reset, true", "GET, reset, false", "PUT, reset, false", "DELETE, reset, false"
    })
    void knowsTheMethodOfWhatFailed(String method, String path, boolean mayBeDone) {
        HttpMethod httpMethod = HttpMethod.valueOf(method);
        String url = server.baseUrl() + "/" + path;
        Exception ofRestClient = failure(
                () -> RestClient.create().method(httpMethod).uri(url).retrieve().toBodilessEntity());
        assertThat(failures.mayBeDone(ofRestClient, BUSY, sentTo(url, method))).isEqualTo(mayBeDone);
        Exception ofRestTemplate = failure(
                () -> new RestTemplate(new JdkClientHttpRequestFactory()).exchange(url, httpMethod, null, Void.class));
        assertThat(failures.mayBeDone(ofRestTemplate, BUSY, null)).isEqualTo(mayBeDone);
        Exception ofWebClient = failure(() -> WebClient.create()
                .method(httpMethod)
                .uri(url)
                .retrieve()
                .toBodilessEntity()
                .block(Duration.ofSeconds(20)));
        assertThat(failures.mayBeDone(ofWebClient, BUSY, null)).isEqualTo(mayBeDone);
    }

    @Test
    void whatWasNeverSentMayBeSentAgain() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String url = "http://localhost:" + port;
        Exception refused = failure(() -> RestClient.builder()
                .requestFactory(new SimpleClientHttpRequestFactory())
                .build()
                .post()
                .uri(url)
                .retrieve()
                .toBodilessEntity());
        assertThat(refused).hasCauseInstanceOf(ConnectException.class);
        assertThat(failures.mayBeDone(refused, BUSY, sentTo(url, "POST"))).isFalse();
        Exception ofWebClient = failure(() ->
                WebClient.create().post().uri(url).retrieve().toBodilessEntity().block(Duration.ofSeconds(20)));
        assertThat(failures.mayBeDone(ofWebClient, BUSY, null)).isFalse();
    }

    @Test
    void believesNoMethodThatThePeerTellsOf() {
        server.stubFor(any(urlPathEqualTo("/teller"))
                .willReturn(aResponse().withStatus(503).withBody("I/O error on GET request for \"http://other\"")));
        Exception failure = failure(() -> RestClient.create()
                .post()
                .uri(server.baseUrl() + "/teller")
                .retrieve()
                .toBodilessEntity());
        assertThat(failure).hasMessageContaining("on GET request for");
        assertThat(failures.mayBeDone(failure, BUSY, sent("POST"))).isTrue();
        assertThat(failures.mayBeDone(failure, BUSY, sent("GET"))).isFalse();
        assertThat(failures.mayBeDone(failure, BUSY, null)).isFalse();
    }

    @Test
    void isAskedUnlessTheServiceSaysWhenToComeBackOrThePolicySaysSo() throws Exception {
        Exception busy = failure(() -> new RestTemplate().postForEntity(server.baseUrl() + "/busy", null, Void.class));
        try (RetryFixture fixture = new RetryFixture()) {
            ExternalServiceError unclear = ExternalServiceError.builder("peer", "POST")
                    .statusCode(503)
                    .retryable(true)
                    .cause(busy)
                    .build();
            ExternalServiceError clear = ExternalServiceError.builder("peer", "POST")
                    .statusCode(503)
                    .retryable(true)
                    .retryAfter(Duration.ofSeconds(1))
                    .cause(busy)
                    .build();
            assertThat(attempts(fixture, unclear)).isEqualTo(1);
            assertThat(attempts(fixture, clear)).isEqualTo(3);
            // A gateway does not know what the service behind it has done.
            assertThat(attempts(
                            fixture,
                            ExternalServiceError.builder("peer", "POST")
                                    .statusCode(504)
                                    .retryable(true)
                                    .retryAfter(Duration.ofSeconds(1))
                                    .cause(busy)
                                    .build()))
                    .isEqualTo(1);
            assertThat(attempts(
                            fixture,
                            NetworkError.builder("reset").retryable(true).build()))
                    .isEqualTo(3);
        }
    }

    @Test
    void believesNoReasonPhrase() {
        assertThat(failures.mayBeDone(ofTemplate("Backend: \"x\" down", "POST"), BUSY, null))
                .isTrue();
        assertThat(failures.mayBeDone(ofTemplate("x on GET request for \"", "POST"), BUSY, null))
                .isTrue();
        assertThat(failures.mayBeDone(ofTemplate("x on POST request for \"", "GET"), BUSY, null))
                .isFalse();
    }

    private static Exception ofTemplate(String reason, String method) {
        MockClientHttpResponse answer = new MockClientHttpResponse(new byte[0], HttpStatus.SERVICE_UNAVAILABLE) {
            @Override
            public String getStatusText() {
                return reason;
            }
        };
        return catchException(
                () -> new DefaultResponseErrorHandler().handleError(LOCAL, HttpMethod.valueOf(method), answer));
    }

    @Test
    void oneThatIsUndoneMakesNoOtherUndone() {
        Exception busy = ofTemplate("Busy", "POST");
        Exception unnamed = new RestClientException("503 Busy");
        assertThat(failures.mayBeDone(busy, REFUSED, sent("POST"))).isFalse();
        assertThat(failures.mayBeDone(busy, REFUSED, sent("POST", "GET", "POST")))
                .isTrue();
        assertThat(failures.mayBeDone(busy, REFUSED, sentTo("http://localhost/other", "POST")))
                .as("of a client that tells nothing, after one that does")
                .isTrue();
        assertThat(failures.mayBeDone(ofTemplate("Busy", "GET"), REFUSED, sent("POST", "GET")))
                .isTrue();
        assertThat(failures.mayBeDone(ofTemplate("Busy", "GET"), REFUSED, sent("GET")))
                .isFalse();
        assertThat(failures.mayBeDone(unnamed, REFUSED, sent("POST"))).isFalse();
        assertThat(failures.mayBeDone(unnamed, REFUSED, sent("GET", "POST")))
                .as("it may be that of the GET")
                .isTrue();
        assertThat(failures.mayBeDone(unnamed, BUSY, sent("POST"))).isTrue();
        assertThat(failures.mayBeDone(unnamed, BUSY, sent("GET"))).isFalse();
    }

    @Test
    void whatIsThrownInsteadCounts() {
        assertThat(failures.mayBeDone(REFUSED, REFUSED, sent("POST"))).isFalse();
        assertThat(failures.mayBeDone(REFUSED, REFUSED, sent("POST", "GET"))).isTrue();
        RateLimitError own = RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 1)
                .retryAfter(Duration.ofSeconds(1))
                .build();
        assertThat(failures.mayBeDone(own, own, sent("POST")))
                .as("of this application, after the request")
                .isTrue();
        assertThat(failures.mayBeDone(new IllegalStateException("of the application"), BUSY, sent("POST")))
                .isTrue();
    }

    @Test
    void whatIsTakenBackIsNotCountedAround() {
        AttemptRequest outer = new AttemptRequest(null);
        for (int i = 0; i < 3; i++) {
            AttemptRequest inner = new AttemptRequest(outer);
            inner.sends("POST", LOCAL);
            inner.takeBack();
        }
        assertThat(outer.isAny()).isFalse();
        outer.sends("POST", LOCAL);
        assertThat(outer.isOne()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"REPORT, true", "OPTIONS, false", "HEAD, false", "TRACE, false", "post, true"})
    void repeatsNoMethodThatItDoesNotKnow(String method, boolean mayBeDone) {
        assertThat(failures.mayBeDone(ofTemplate("Busy", method), BUSY, null)).isEqualTo(mayBeDone);
    }

    private static AttemptRequest sent(String... methods) {
        return sentTo(LOCAL.toString(), methods);
    }

    private static AttemptRequest sentTo(String uri, String... methods) {
        AttemptRequest sent = new AttemptRequest(null);
        Stream.of(methods).forEach(method -> sent.sends(method, URI.create(uri + "?a=b")));
        return sent;
    }

    private static int attempts(RetryFixture fixture, RuntimeException failure) {
        AtomicInteger calls = new AtomicInteger();
        assertThat(catchException(() -> fixture.executor().execute("default", () -> {
                    calls.incrementAndGet();
                    throw failure;
                })))
                .isSameAs(failure);
        return calls.get();
    }

    private static Exception failure(Runnable call) {
        return catchException(call::run);
    }
}
