package io.llmdatavault.observability.resilience.ratelimit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.error.RateLimitError;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PathLimitTests {

    private final PathLimit bytes = new PathLimit("bytes", List.of(), KeyForm.NONE, true, false);

    @Test
    void aRequestWeighsWhatItAnnounces() {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/a");
        assertThat(bytes.permits(new ServletLimitedRequest(request))).isEqualTo(1);
        request.setContent(new byte[0]);
        assertThat(bytes.permits(new ServletLimitedRequest(request))).isEqualTo(1);
        request.setContent(new byte[4711]);
        assertThat(bytes.permits(new ServletLimitedRequest(request))).isEqualTo(4711);
        assertThat(new PathLimit("calls", List.of(), KeyForm.NONE, false, false)
                        .permits(new ServletLimitedRequest(request)))
                .isEqualTo(1);
        assertThat(bytes.permits(exchange(MockServerHttpRequest.post("/a").build())))
                .isEqualTo(1);
        assertThat(bytes.permits(exchange(
                        MockServerHttpRequest.post("/a").contentLength(4711).build())))
                .isEqualTo(4711);
    }

    @Test
    void theAddressOfAnExchangeIsNeverLookedUp() {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/a");
        assertThat(exchange(request.build()).ip()).isNull();
        assertThat(exchange(request.remoteAddress(InetSocketAddress.createUnresolved("203.0.113.7", 1))
                                .build())
                        .ip())
                .isEqualTo("203.0.113.7");
        assertThat(exchange(request.remoteAddress(new InetSocketAddress("127.0.0.1", 1))
                                .build())
                        .ip())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void whatIsNoPathIsTheRoot() {
        assertThat(new ServletLimitedRequest(new MockHttpServletRequest("GET", "/%")).paths())
                .containsExactly(PathContainer.parsePath("/"));
    }

    /** One after the other: what the first has given is taken back when the second refuses. */
    @Test
    void takesAllOrNone() {
        List<String> log = new ArrayList<>();
        RateLimitProperties.Limit limit = new RateLimitProperties.Limit(
                RequestRate.REQUESTS_PER_HOUR, 1L, null, false, null, Map.of(), List.of(), List.of("/a"));
        PathLimits limits = new PathLimits(
                new RateLimitProperties(
                        true,
                        RateLimitProperties.Store.LOCAL,
                        1,
                        OnStoreFailure.LOCAL,
                        Duration.ofMillis(50),
                        Map.of("b", limit, "a", limit, "c", limit)),
                (name, key, permits) -> new LoggedDecision(name, !name.equals("c"), log));
        LimitedRequest request = new ServletLimitedRequest(new MockHttpServletRequest("GET", "/a"));
        List<PathLimit> asked = limits.of(request);
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(() -> limits.take(asked, request));
        assertThat(log).containsExactly("revoke a", "revoke b");
        log.clear();
        limits.take(asked.subList(0, 2), request).close();
        assertThat(log).containsExactly("settle a", "settle b", "close a", "close b");
    }

    private static LimitedExchange exchange(MockServerHttpRequest request) {
        return new LimitedExchange(MockServerWebExchange.from(request), null);
    }
}
