package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A permit is held until the answer is complete, whatever its end is, and then it is back; the same for each stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HeldPermitSuite {

    private ConfigurableApplicationContext context;

    private SuiteServer server;

    private OneSlot slot;

    /** Starts a server with {@link HeldEndpoints} and {@link OneSlot}. */
    abstract ConfigurableApplicationContext start(String... properties);

    @BeforeAll
    void start() {
        List<String> properties = new ArrayList<>();
        PathLimitSuite.limit(properties, "held", "type=requests-per-hour", "limit=1", "paths=/held/**");
        context = start(properties.toArray(String[]::new));
        server = PathLimitSuite.server(context);
        slot = context.getBean(OneSlot.class);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @AfterEach
    void everyPermitIsBack() {
        await().atMost(Duration.ofSeconds(60)).until(slot::isFree);
        assertThat(server.get("/held/now").statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(slot::isFree);
    }

    SuiteServer server() {
        return server;
    }

    HeldEndpoints.Busy begun() throws InterruptedException {
        HeldEndpoints.Busy busy = context.getBean(HeldEndpoints.class).next();
        assertThat(slot.isFree()).isFalse();
        HttpResponse<String> refused = server.get("/held/now");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        return busy;
    }

    CompletableFuture<HttpResponse<String>> ask(String path) {
        HttpRequest.Builder request = server.request(path);
        return CompletableFuture.supplyAsync(() -> server.send(request));
    }

    @Test
    void isBackAfterAReturn() {
        assertThat(server.get("/held/now").statusCode()).isEqualTo(200);
        assertThat(slot.asked()).isEqualTo("held null 1");
    }

    @Test
    void isBackAfterAThrow() {
        assertThat(server.get("/held/failure").statusCode()).isEqualTo(409);
    }

    @Test
    void isBackAfterWhatNobodyHandles() {
        assertThat(server.get("/held/nothing/here").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "mono"})
    void isHeldUntilALateAnswer(String form) throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/" + form);
        begun().answer.complete("late");
        assertThat(asked.join().body()).isEqualTo("late");
    }

    @ParameterizedTest
    @ValueSource(strings = {"future", "mono"})
    void isHeldUntilALateFailure(String form) throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/" + form);
        begun().answer.completeExceptionally(ConflictError.builder("order", "7").build());
        assertThat(asked.join().statusCode()).isEqualTo(409);
    }

    @Test
    void isHeldUntilTheEndOfAStream() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/stream");
        HeldEndpoints.Busy busy = begun();
        busy.events.tryEmitNext("hello");
        assertThat(slot.isFree()).isFalse();
        busy.events.tryEmitComplete();
        assertThat(asked.join().body()).contains("hello");
    }

    @Test
    void isBackWhenAStreamFails() throws Exception {
        try (Socket socket = open("/held/stream")) {
            HeldEndpoints.Busy busy = begun();
            busy.events.tryEmitNext("hello");
            readUntil(socket, "hello");
            busy.events.tryEmitError(new IllegalStateException("broken"));
            await().atMost(Duration.ofSeconds(60)).until(slot::isFree);
        }
    }

    @Test
    void isBackWhenTheReaderOfAStreamHasGone() throws Exception {
        HeldEndpoints.Busy busy;
        try (Socket socket = open("/held/stream")) {
            busy = begun();
            busy.events.tryEmitNext("hello");
            readUntil(socket, "hello");
        }
        // A servlet container notices it when it writes.
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            busy.events.tryEmitNext("more");
            return slot.isFree();
        });
    }

    Socket open(String path) throws IOException {
        Socket socket = new Socket("localhost", server.port());
        socket.setSoTimeout(30_000);
        socket.setSoLinger(true, 0);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static void readUntil(Socket socket, String expected) throws IOException {
        InputStream input = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int next = input.read();
            assertThat(next).as(read.toString()).isNotNegative();
            read.append((char) next);
        }
    }
}
