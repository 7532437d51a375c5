package io.llmdatavault.observability;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real S3 server (S3Proxy) in a process of its own, which can be frozen and killed. It keeps objects in memory. */
public final class ObjectStore implements AutoCloseable {

    public static final String IDENTITY = "vault";

    public static final String CREDENTIAL = "Planted-secret";

    /** The build puts it there. */
    private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");

    private final Path folder;

    private final int port;

    private final Process process;

    private ObjectStore(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    public static ObjectStore start(Path folder) throws IOException {
        return FreePort.start(port -> start(folder, port));
    }

    private static ObjectStore start(Path folder, int port) throws IOException {
        Path configuration =
                Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient-nio2
                jclouds.identity=x
                jclouds.credential=x
                """.formatted(port, IDENTITY, CREDENTIAL));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-jar", JAR.toString(), "--properties", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "s3proxy.log"))
                .start();
        ObjectStore store = new ObjectStore(folder, port, process);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .failFast("S3Proxy ended", () -> !process.isAlive())
                    .pollInterval(Duration.ofMillis(50))
                    .until(store::answers);
            return store;
        } catch (RuntimeException ex) {
            store.kill();
            throw ex;
        }
    }

    /** Itself, and not whoever took the port. */
    private boolean answers() {
        try {
            URLConnection connection = address().toURL().openConnection();
            connection.setConnectTimeout(5000);
            connection.setReadTimeout(5000);
            return connection.getHeaderField("x-amz-request-id") != null;
        } catch (IOException ex) {
            return false;
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Connections are still accepted, and never answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        assertThat(signal.waitFor()).isZero();
    }

    /** As an orderly shutdown. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Another one at the same address, empty: it keeps objects in memory. */
    public ObjectStore restart() throws IOException {
        kill();
        return start(folder, port);
    }

    @Override
    public void close() {
        kill();
    }
}
