package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.llmdatavault.observability.ObjectStore;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import software.amazon.awssdk.services.s3.S3Client;

import static org.awaitility.Awaitility.await;

/** The same as {@link S3StorageProbeTests} with MinIO, whose images Docker Hub has no more. Skipped without Docker. */
class S3ContainerTests extends S3Outages {

    @Override
    S3Server server(Path folder) throws IOException {
        TestContainer.requireDocker();
        return new MinIo();
    }

    private record MinIo(TestContainer container) implements S3Server {

        private static final int PORT = 9000;

        private static final WaitStrategy READY =
                Wait.forHttp("/minio/health/ready").forPort(PORT);

        MinIo() throws IOException {
            this(new TestContainer(
                    "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z",
                    PORT,
                    Map.of("MINIO_ROOT_USER", ObjectStore.IDENTITY, "MINIO_ROOT_PASSWORD", ObjectStore.CREDENTIAL),
                    READY,
                    "server",
                    "/data"));
        }

        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:" + container.port());
        }

        @Override
        public void startAgain() {
            container.start();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                try (S3Client client = S3Clients.of(address(), ObjectStore.CREDENTIAL)) {
                    return client.listBuckets().hasBuckets();
                }
            });
        }

        @Override
        public void stop() {
            container.stop();
        }

        @Override
        public void kill() {
            container.kill();
        }

        @Override
        public void freeze() {
            container.freeze();
        }

        @Override
        public void thaw() {
            container.thaw();
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
