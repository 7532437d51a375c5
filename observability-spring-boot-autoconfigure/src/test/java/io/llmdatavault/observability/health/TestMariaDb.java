package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.FreePort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** MariaDB as Debian packs it. */
final class TestMariaDb implements TestDatabase {

    private final Path folder;

    private int port;

    private final Thread killer = new Thread(this::destroy);

    private Process server;

    TestMariaDb(Path folder) throws Exception {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(killer);
        assertThat(run("mariadb-install-db", "--auth-root-authentication-method=normal", "--skip-test-db")
                        .waitFor())
                .isZero();
        StringBuilder users = new StringBuilder();
        for (String host : List.of("localhost", "%")) {
            String user = "'%s'@'%s'".formatted(USER, host);
            users.append("create user if not exists ").append(user);
            users.append(" identified by '" + PASSWORD + "';\ngrant all on *.* to ")
                    .append(user)
                    .append(";\n");
        }
        Files.writeString(folder.resolve("users.sql"), users);
        FreePort.start(this::startOn);
    }

    private boolean startOn(int candidate) throws IOException {
        port = candidate;
        try {
            start();
            return true;
        } catch (RuntimeException ex) {
            destroy();
            throw ex;
        }
    }

    /** Without the package the test is skipped; where everything has to be there it fails. */
    static void requireInstalled() {
        boolean installed = Files.isExecutable(Path.of("/usr/sbin/mariadbd"))
                && Files.isExecutable(Path.of("/usr/bin/mariadb-install-db"));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(installed)
                    .as("the Debian package mariadb-server is installed")
                    .isTrue();
        }
        assumeThat(installed)
                .as("the Debian package mariadb-server is installed")
                .isTrue();
    }

    private Process run(String program, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "--no-defaults", "--user=root"));
        command.add("--datadir=" + folder.resolve("data"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile())
                .start();
    }

    @Override
    public void start() throws IOException {
        server = run(
                "mariadbd",
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--innodb-buffer-pool-size=16M",
                "--init-file=" + folder.resolve("users.sql"));
        await().atMost(Duration.ofSeconds(60))
                .failFast("MariaDB ended", () -> !server.isAlive())
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, PASSWORD)) {
                        return connection.isValid(5);
                    }
                });
    }

    @Override
    public void stop() throws InterruptedException {
        server.destroy();
        server.waitFor();
    }

    @Override
    public void close() {
        destroy();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void destroy() {
        if (server != null) {
            server.destroyForcibly().onExit().join();
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String database() {
        return "mysql";
    }

    @Override
    public String jdbcUrl(int port, String database) {
        return "jdbc:mariadb://localhost:" + port + "/" + database;
    }

    @Override
    public ProcessHandle process() {
        return server.toHandle();
    }
}
