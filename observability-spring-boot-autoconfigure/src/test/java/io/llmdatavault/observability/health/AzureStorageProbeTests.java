package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Azure's emulator (Azurite) that hangs, is killed and back, does not know the secret or lacks the container. */
class AzureStorageProbeTests {

    private static final String CONTAINER = "planted-container";

    private static final String WRONG_SECRET = "d3JvbmcgUGxhbnRlZA==";

    private static final String USED = "The storage can be used.";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Short enough to wait for; what the probe leaves of it is more than a busy machine takes to notice the end. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static Azurite azurite;

    private static BlobContainerClient container;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        azurite = Azurite.start(folder);
        container = client(Azurite.SECRET, CONTAINER);
        container.create();
    }

    @AfterAll
    static void stop() {
        if (azurite != null) {
            azurite.close();
        }
    }

    private static BlobContainerClient client(String secret, String name) {
        return connect(azurite.connection(secret), name);
    }

    private static BlobContainerClient connect(String connection, String name) {
        return new BlobServiceClientBuilder()
                .connectionString(connection)
                .buildClient()
                .getBlobContainerClient(name);
    }

    @Test
    void containerCanBeUsedAndStaysEmpty() {
        assertHealth(probe(container, LIMIT, false), HealthState.HEALTHY, USED);
        assertHealth(probe(container, LIMIT, true), HealthState.HEALTHY, USED);
        assertThat(container.listBlobs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongSecretIsNotAMissingContainer(boolean writeCheck) {
        assertHealth(
                probe(client(WRONG_SECRET, CONTAINER), LIMIT, writeCheck),
                HealthState.UNHEALTHY,
                "The storage does not accept the credentials.");
        assertHealth(
                probe(client(Azurite.SECRET, "planted-other"), LIMIT, writeCheck),
                HealthState.UNHEALTHY,
                "The bucket or container does not exist.");
    }

    @Test
    void stoppedAndKilledServerCannotBeReachedUntilItIsBack() throws IOException {
        azurite.stop();
        assertHealth(probe(container, LIMIT, true), HealthState.UNHEALTHY, "The storage cannot be reached.");
        azurite = azurite.restart();
        container.createIfNotExists();
        assertHealth(probe(container, LIMIT, true), HealthState.HEALTHY, USED);
        azurite.kill();
        assertHealth(probe(container, LIMIT, true), HealthState.UNHEALTHY, "The storage cannot be reached.");
        azurite = azurite.restart();
        container.createIfNotExists();
        assertHealth(probe(container, LIMIT, true), HealthState.HEALTHY, USED);
    }

    @Test
    void slowServerIsHealthyWithinTheLimitOnly() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(azurite.port())) {
            BlobContainerClient behind = connect(Azurite.connection(Azurite.SECRET, relay.port()), CONTAINER);
            relay.delay(Duration.ofMillis(100));
            assertHealth(probe(behind, LIMIT, true), HealthState.HEALTHY, USED);
            relay.delay(SHORT.multipliedBy(2));
            long start = System.nanoTime();
            ComponentHealth health = probe(behind, SHORT, false);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
            assertHealth(health, HealthState.UNHEALTHY, "The storage does not answer in time.");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void frozenServerIsGivenUpBeforeTheCheckIs(boolean writeCheck) throws Exception {
        azurite.freeze();
        try {
            long start = System.nanoTime();
            ComponentHealth health = probe(container, SHORT, writeCheck);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT);
            assertHealth(health, HealthState.UNHEALTHY, "The storage does not answer in time.");
        } finally {
            azurite.thaw();
        }
        assertHealth(probe(container, LIMIT, writeCheck), HealthState.HEALTHY, USED);
    }

    private static ComponentHealth probe(BlobContainerClient client, Duration limit, boolean writeCheck) {
        return new AzureStorageProbe(client, limit, writeCheck).probe();
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message())
                .as(() -> String.valueOf(health.cause().orElse(null)))
                .isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
