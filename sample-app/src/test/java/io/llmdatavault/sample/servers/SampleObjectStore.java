package io.llmdatavault.sample.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

import static org.awaitility.Awaitility.await;

/** S3Proxy in a process of its own, with the bucket of the profile {@code s3}. Keeps its objects in a folder. */
final class SampleObjectStore implements AutoCloseable {

    static final int PORT = 9000;

    private static final String BUCKET = "record-vault";

    private static final String ACCESS_KEY = "vault";

    private static final String SECRET_KEY = "vault-secret";

    /** The build puts it there. */
    private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");

    private final int port;

    private final Process process;

    private SampleObjectStore(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** @param requestedPort 0 for any that is free */
    static SampleObjectStore start(Path folder, int requestedPort) throws IOException {
        int port = requestedPort != 0 ? requestedPort : freePort();
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Path configuration =
                Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.identity=x
                jclouds.credential=x
                jclouds.filesystem.basedir=%s
                """.formatted(port, ACCESS_KEY, SECRET_KEY, objects));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-jar", JAR.toString(), "--properties", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        SampleObjectStore store = new SampleObjectStore(port, process);
        try {
            store.prepare();
        } catch (RuntimeException ex) {
            store.close();
            throw ex;
        }
        return store;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void prepare() {
        await().atMost(Duration.ofSeconds(60))
                .failFast("S3Proxy ended", () -> !process.isAlive())
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
        try (S3Client client = client()) {
            if (client.listBuckets().buckets().stream().map(Bucket::name).noneMatch(BUCKET::equals)) {
                client.createBucket(request -> request.bucket(BUCKET));
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException ex) {
            return false;
        }
    }

    private S3Client client() {
        return S3Client.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .endpointOverride(address())
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private URI address() {
        return URI.create("http://localhost:" + port);
    }

    long objects() {
        try (S3Client client = client()) {
            return client.listObjectsV2(request -> request.bucket(BUCKET)).contents().stream()
                    .filter(object -> !object.key().startsWith("vault-health-check/"))
                    .count();
        }
    }

    Launch launch() {
        Map<String, String> environment = new LinkedHashMap<>();
        if (port != PORT) {
            environment.put("S3_ENDPOINT", address().toString());
        }
        return new Launch("S3 (S3Proxy) on port " + port, "s3", environment);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
