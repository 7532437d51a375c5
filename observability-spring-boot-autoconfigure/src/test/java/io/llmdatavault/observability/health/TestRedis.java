package io.llmdatavault.observability.health;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmdatavault.observability.FreePort;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/** A real Redis server, a process of its own, that a test stops, freezes and kills. It keeps its port, and nothing else. */
final class TestRedis implements AutoCloseable {

    static final String PASSWORD = "Planted-4711";

    private int port;

    private RedisServer server;

    private ProcessHandle process;

    private final Thread killer = new Thread(() -> process.destroyForcibly());

    TestRedis() throws IOException {
        FreePort.start(this::startOn);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    private boolean startOn(int candidate) throws IOException {
        port = candidate;
        start();
        return true;
    }

    /** Returns when it takes connections. */
    void start() throws IOException {
        Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass " + PASSWORD)
                .build();
        server.start();
        process = ProcessHandle.current()
                .children()
                .filter(child -> !others.contains(child))
                .findFirst()
                .orElseThrow();
    }

    int port() {
        return port;
    }

    void stop() throws IOException {
        server.stop();
    }

    /** Connections are still accepted, and never answered. */
    void freeze() throws Exception {
        signal("-STOP");
    }

    void thaw() throws Exception {
        signal("-CONT");
    }

    void kill() throws Exception {
        signal("-KILL");
        process.onExit().get();
        server.stop();
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        assertThat(signal.waitFor()).isZero();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        server.stop();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
