package io.llmdatavault.observability.health;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.llmdatavault.observability.FreePort;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Azure's own emulator of Blob Storage in a process of its own, which can be frozen and killed. A Node.js program: it is
 * where {@code AZURITE} says, or below {@code target/azurite}.
 */
final class Azurite implements AutoCloseable {

    static final String ACCOUNT = "plantedaccount";

    static final String SECRET = "UGxhbnRlZC1zZWNyZXQ=";

    private final Path folder;

    private final int port;

    private final Process process;

    private Azurite(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Skips the test where it is not installed, unless somebody says where it is. */
    static Azurite start(Path folder) throws IOException {
        if (!Files.exists(program())) {
            assertThat(System.getenv("AZURITE"))
                    .as("azurite is not where AZURITE says")
                    .isNull();
            Assumptions.abort("azurite is not installed (npm install --prefix target/azurite azurite)");
        }
        return FreePort.start(port -> start(folder, port));
    }

    private static Azurite start(Path folder, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "node",
                        program().toString(),
                        "--blobHost",
                        "127.0.0.1",
                        "--blobPort",
                        Integer.toString(port),
                        "--location",
                        folder.resolve("azurite").toString(),
                        "--silent",
                        "--skipApiVersionCheck",
                        "--disableTelemetry")
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "azurite.log"));
        builder.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + SECRET);
        Process process = builder.start();
        Azurite azurite = new Azurite(folder, port, process);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .failFast("Azurite ended", () -> !process.isAlive())
                    .pollInterval(Duration.ofMillis(50))
                    .until(azurite::answers);
            return azurite;
        } catch (RuntimeException ex) {
            azurite.kill();
            throw ex;
        }
    }

    private static Path program() {
        String home = Objects.requireNonNullElse(System.getenv("AZURITE"), "target/azurite");
        return Path.of(home, "node_modules", ".bin", "azurite-blob");
    }

    /** Itself, and not whoever took the port. */
    private boolean answers() {
        try {
            URLConnection connection =
                    URI.create("http://127.0.0.1:" + port).toURL().openConnection();
            connection.setConnectTimeout(5000);
            connection.setReadTimeout(5000);
            String server = connection.getHeaderField("Server");
            return server != null && server.startsWith("Azurite");
        } catch (IOException ex) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String connection(String secret) {
        return connection(secret, port);
    }

    /** Of what is in between. */
    static String connection(String secret, int port) {
        return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=http://127.0.0.1:%d/%s;"
                .formatted(ACCOUNT, secret, port, ACCOUNT);
    }

    /** Connections are still accepted, and never answered. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        assertThat(signal.waitFor()).isZero();
    }

    /** As an orderly shutdown. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Another one at the same address, with what it had saved. */
    Azurite restart() throws IOException {
        kill();
        return start(folder, port);
    }

    @Override
    public void close() {
        kill();
    }
}
