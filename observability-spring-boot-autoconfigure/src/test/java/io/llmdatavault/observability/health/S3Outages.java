package io.llmdatavault.observability.health;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

import static org.assertj.core.api.Assertions.assertThat;

/** A real S3 server that stops, hangs, is killed, is slow, does not know the secret or lacks the bucket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Outages {

    private static final String BUCKET = "planted-bucket";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Short enough to wait for; what the probe leaves of it is more than a busy machine takes to notice the end. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private S3Server store;

    private S3Client s3;

    /** Started, with the identity and the secret of {@link ObjectStore}. */
    abstract S3Server server(Path folder) throws Exception;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = server(folder);
        s3 = S3Clients.of(store.address(), ObjectStore.CREDENTIAL);
        s3.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterAll
    void stop() {
        if (store != null) {
            s3.close();
            store.close();
        }
    }

    private void startAgain() throws Exception {
        store.startAgain();
        if (s3.listBuckets().buckets().stream().map(Bucket::name).noneMatch(BUCKET::equals)) {
            s3.createBucket(request -> request.bucket(BUCKET));
        }
    }

    @Test
    void bucketCanBeUsedAndStaysEmpty() {
        assertHealth(probe(s3, LIMIT, false), HealthState.HEALTHY, "The storage can be used.");
        assertHealth(probe(s3, LIMIT, true), HealthState.HEALTHY, "The storage can be used.");
        assertThat(s3.listObjectsV2(request -> request.bucket(BUCKET)).contents())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongSecretIsNotAMissingBucket(boolean writeCheck) {
        try (S3Client wrong = S3Clients.of(store.address(), "Planted-wrong")) {
            assertHealth(
                    probe(wrong, LIMIT, writeCheck),
                    HealthState.UNHEALTHY,
                    "The storage does not accept the credentials.");
        }
        assertHealth(
                new S3StorageProbe(s3, "planted-other", LIMIT, writeCheck).probe(),
                HealthState.UNHEALTHY,
                "The bucket or container does not exist.");
    }

    @Test
    void outagesHaveSentencesOfTheirOwnAndEnd() throws Exception {
        store.stop();
        assertHealth(probe(s3, LIMIT, true), HealthState.UNHEALTHY, "The storage cannot be reached.");
        startAgain();
        assertHealth(probe(s3, LIMIT, true), HealthState.HEALTHY, "The storage can be used.");
        store.kill();
        assertHealth(probe(s3, LIMIT, true), HealthState.UNHEALTHY, "The storage cannot be reached.");
        startAgain();
        assertHealth(probe(s3, LIMIT, true), HealthState.HEALTHY, "The storage can be used.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frozenServerIsGivenUpBeforeTheCheckIs(boolean writeCheck) throws Exception {
        store.freeze();
        try {
            long start = System.nanoTime();
            ComponentHealth health = probe(s3, SHORT, writeCheck);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
            assertHealth(health, HealthState.UNHEALTHY, "The storage does not answer in time.");
        } finally {
            store.thaw();
        }
        assertHealth(probe(s3, LIMIT, writeCheck), HealthState.HEALTHY, "The storage can be used.");
    }

    @Test
    void slowServerIsHealthyWithinTheLimit() throws Exception {
        store.freeze();
        CompletableFuture<Void> thawed = CompletableFuture.runAsync(
                () -> {
                    try {
                        store.thaw();
                    } catch (Exception ex) {
                        throw new IllegalStateException(ex);
                    }
                },
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
        assertHealth(probe(s3, LIMIT, true), HealthState.HEALTHY, "The storage can be used.");
        thawed.join();
    }

    @Test
    void slowServerIsGivenUpBeyondTheLimit() throws Exception {
        try (FaultyRelay relay = new FaultyRelay(store.address().getPort());
                S3Client behind =
                        S3Clients.of(URI.create("http://127.0.0.1:" + relay.port()), ObjectStore.CREDENTIAL)) {
            assertHealth(probe(behind, LIMIT, false), HealthState.HEALTHY, "The storage can be used.");
            relay.delay(SHORT.multipliedBy(2));
            long start = System.nanoTime();
            ComponentHealth health = probe(behind, SHORT, false);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
            assertHealth(health, HealthState.UNHEALTHY, "The storage does not answer in time.");
        }
    }

    private static ComponentHealth probe(S3Client client, Duration limit, boolean writeCheck) {
        return new S3StorageProbe(client, BUCKET, limit, writeCheck).probe();
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message()).isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.cause().isPresent()).isEqualTo(state != HealthState.HEALTHY);
        assertThat(health.metadata()).isEmpty();
    }
}
