package io.llmdatavault.observability.error.translate;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real S3 server (S3Proxy) in a process of its own, which can be frozen and killed. It keeps objects in memory. */
final class ObjectStore implements AutoCloseable {

    static final String IDENTITY = "vault";

    static final String CREDENTIAL = "Planted-secret";

    /** The build puts it there. */
    private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");

    private final int port;

    private final Process process;

    private ObjectStore(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static ObjectStore start(Path folder) throws IOException {
        int port = freePort();
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
        ObjectStore store = new ObjectStore(port, process);
        await().atMost(Duration.ofSeconds(60))
                .failFast("S3Proxy ended", () -> !process.isAlive())
                .pollInterval(Duration.ofMillis(50))
                .until(store::answers);
        return store;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ex) {
            return false;
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    void freeze() throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start();
        assertThat(signal.waitFor()).isZero();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
