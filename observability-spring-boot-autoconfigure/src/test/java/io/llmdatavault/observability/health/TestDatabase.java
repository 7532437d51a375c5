package io.llmdatavault.observability.health;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A real database server, a process of its own, that a test stops, freezes and kills. It keeps its port. */
interface TestDatabase extends AutoCloseable {

    String USER = "app";

    String PASSWORD = "Planted-4711";

    void start() throws Exception;

    void stop() throws Exception;

    int port();

    ProcessHandle process();

    String jdbcUrl(int port, String database);

    @Override
    void close() throws IOException;

    default String jdbcUrl() {
        return jdbcUrl(port(), database());
    }

    String database();

    default void freeze() throws Exception {
        signal("-STOP");
    }

    default void thaw() throws Exception {
        signal("-CONT");
    }

    default void kill() throws Exception {
        ProcessHandle server = process();
        signal("-KILL");
        server.onExit().get();
    }

    private void signal(String name) throws IOException, InterruptedException {
        ProcessHandle server = process();
        List<String> command = new ArrayList<>(List.of("kill", name));
        Stream.concat(Stream.of(server), server.descendants()).forEach(one -> command.add(Long.toString(one.pid())));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
