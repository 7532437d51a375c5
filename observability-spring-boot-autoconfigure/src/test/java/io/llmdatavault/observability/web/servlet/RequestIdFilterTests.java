package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.web.RequestIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

class RequestIdFilterTests {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final WebApplicationContextRunner runner = WebServer.runner().withBean(Echo.class);

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void echoesAcceptableIdAndShowsItToLogs() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/mdc", "X-Request-Id", "Az09._-");
            assertThat(response.body()).isEqualTo("Az09._-");
            assertThat(response.headers().allValues("X-Request-Id")).containsExactly("Az09._-");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "ümlaut", "<script>", "a/b", "a\tb"})
    void replacesUnacceptableId(String id) {
        WebServer.run(runner, server -> {
            String answer = raw(
                    server, "GET /mdc HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: " + id + "\r\n\r\n");
            assertThat(answer).doesNotContain(id).containsPattern("X-Request-Id: " + UUID);
        });
    }

    @Test
    void replacesIdThatIsTooLong() {
        WebServer.run(runner, server -> {
            String longest = "a".repeat(128);
            assertThat(server.get("/mdc", "X-Request-Id", longest).body()).isEqualTo(longest);
            assertThat(server.get("/mdc", "X-Request-Id", longest + "a").body()).matches(UUID);
        });
    }

    @Test
    void makesUpIdForEachRequestThatHasNone() {
        WebServer.run(runner, server -> {
            String first = server.get("/mdc").body();
            assertThat(first).matches(UUID);
            assertThat(server.get("/mdc").body()).matches(UUID).isNotEqualTo(first);
        });
    }

    @Test
    void doesNotCarryLineBreakIntoAnswer() {
        WebServer.run(runner, server -> {
            String answer = raw(
                    server,
                    "GET /mdc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "X-Request-Id: evil\r\n Set-Cookie: a=b\r\n\r\n");
            assertThat(answer).doesNotContain("Set-Cookie");
        });
    }

    @Test
    void keepsIdAcrossAsyncDispatch() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/async");
            assertThat(WebServer.json(response).get("requestId").asText())
                    .isEqualTo(response.headers().firstValue("X-First").orElseThrow());
            assertThat(response.headers().allValues("X-Request-Id"))
                    .isEqualTo(response.headers().allValues("X-First"));
        });
    }

    @Test
    void keepsIdAcrossErrorDispatch() {
        WebServer.run(runner.withBean(ErrorEcho.class), server -> {
            HttpResponse<String> response = server.get("/send-error");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body())
                    .isEqualTo(response.headers().firstValue("X-First").orElseThrow());
            assertThat(response.headers().allValues("X-Request-Id")).containsExactly(response.body());
        });
    }

    @Test
    void usesConfiguredHeader() {
        WebServer.run(runner.withPropertyValues("vault.observability.request-id.header=X-Correlation-Id"), server -> {
            HttpResponse<String> response = server.get("/mdc", "X-Correlation-Id", "c-1");
            assertThat(response.body()).isEqualTo("c-1");
            assertThat(response.headers().firstValue("X-Correlation-Id")).hasValue("c-1");
            assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
        });
    }

    @Test
    void isSwitchedOff() {
        WebServer.run(runner.withPropertyValues("vault.observability.request-id.enabled=false"), server -> {
            HttpResponse<String> response = server.get("/mdc", "X-Request-Id", "r-1");
            assertThat(response.body()).isEqualTo("none");
            assertThat(response.headers().firstValue("X-Request-Id")).isEmpty();
        });
    }

    @Test
    void registrationOfApplicationWins() {
        WebServer.run(
                runner.withBean("vaultRequestIdFilter", FilterRegistrationBean.class, () -> {
                    FilterRegistrationBean<jakarta.servlet.Filter> none = new FilterRegistrationBean<>(
                            (request, response, chain) -> chain.doFilter(request, response));
                    none.setEnabled(false);
                    return none;
                }),
                server -> assertThat(server.get("/mdc").body()).isEqualTo("none"));
    }

    @Test
    void putsBackWhatThreadHadBefore() throws Exception {
        MDC.put("requestId", "outer");
        AtomicReference<String> seen = new AtomicReference<>();
        RequestIdFilter filter = new RequestIdFilter(idsOfContext());
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Request-Id", "inner");
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> seen.set(MDC.get("requestId")));
        assertThat(seen).hasValue("inner");
        assertThat(MDC.get("requestId")).isEqualTo("outer");

        MDC.clear();
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> {});
        assertThat(MDC.get("requestId")).isNull();
    }

    private RequestIds idsOfContext() {
        AtomicReference<RequestIds> ids = new AtomicReference<>();
        runner.run(context -> ids.set(context.getBean(RequestIds.class)));
        return ids.get();
    }

    private static String raw(WebServer server, String request) {
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @RestController
    static class Echo {

        @GetMapping("/mdc")
        String mdc() {
            Map<String, String> mdc = MDC.getCopyOfContextMap();
            return mdc != null && mdc.containsKey("requestId") ? mdc.get("requestId") : "none";
        }

        @GetMapping("/async")
        Callable<String> async(HttpServletResponse response) {
            response.setHeader("X-First", mdc());
            return () -> {
                throw new IllegalStateException("x");
            };
        }

        @GetMapping("/send-error")
        void sendError(HttpServletResponse response) throws IOException {
            response.setHeader("X-First", mdc());
            response.sendError(503);
        }
    }

    @RestController
    static class ErrorEcho implements ErrorController {

        @GetMapping("/error")
        String error() {
            return MDC.get("requestId");
        }
    }
}
