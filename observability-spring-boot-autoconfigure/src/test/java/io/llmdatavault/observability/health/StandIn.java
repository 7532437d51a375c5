package io.llmdatavault.observability.health;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import org.jspecify.annotations.Nullable;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * All the services in a cloud that cannot be had here, as one process that can be stopped, frozen and killed, and comes back
 * at its address: {@link KmsServer} and a bucket.
 */
final class StandIn implements AutoCloseable {

    private final Path folder;

    private final int port;

    private @Nullable Process process;

    StandIn(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        start();
    }

    /** The process. */
    public static void main(String[] arguments) {
        KmsServer server = new KmsServer(Integer.parseInt(arguments[0]));
        server.answerAsAws("Enabled");
        server.answerAsVault(200, true, false, false);
        server.answerAsGoogle(CryptoKeyPurpose.ENCRYPT_DECRYPT, CryptoKeyVersionState.ENABLED);
        server.answerAsAzure("RSA", true);
        server.stub(
                get(urlPathEqualTo("/storage/v1/b/planted")),
                200,
                "{\"kind\":\"storage#bucket\",\"name\":\"planted\"}");
    }

    /** Unless it runs. */
    void start() throws IOException {
        if (process != null && process.isAlive()) {
            return;
        }
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StandIn.class.getName(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "stand-in.log"))
                .start();
        await().atMost(Duration.ofSeconds(60))
                .failFast("The stand-in ended", () -> !process.isAlive())
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ex) {
            return false;
        }
    }

    int port() {
        return port;
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

    @Override
    public void close() {
        kill();
    }
}
