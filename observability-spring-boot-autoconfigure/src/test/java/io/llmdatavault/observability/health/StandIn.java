package io.llmdatavault.observability.health;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import io.llmdatavault.observability.FreePort;
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

    /** Answers last: once it does, all of them do. */
    static final String BUCKET = "/storage/v1/b/planted";

    private final Path folder;

    private int port;

    private @Nullable Process process;

    StandIn(Path folder) throws IOException {
        this.folder = folder;
        FreePort.start(this::startOn);
    }

    private boolean startOn(int candidate) throws IOException {
        port = candidate;
        try {
            start();
            return true;
        } catch (RuntimeException ex) {
            close();
            throw ex;
        }
    }

    /** The process. */
    public static void main(String[] arguments) {
        KmsServer server = new KmsServer(Integer.parseInt(arguments[0]));
        server.answerAsAws("Enabled");
        server.answerAsVault(200, true, false, false);
        server.answerAsGoogle(CryptoKeyPurpose.ENCRYPT_DECRYPT, CryptoKeyVersionState.ENABLED);
        server.answerAsAzure("RSA", true);
        server.stub(get(urlPathEqualTo(BUCKET)), 200, "{\"kind\":\"storage#bucket\",\"name\":\"planted\"}");
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

    /** Itself, and not whoever took the port. */
    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + BUCKET).toURL().openConnection();
            connection.setConnectTimeout(5000);
            connection.setReadTimeout(5000);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == 200;
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
