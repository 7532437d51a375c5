package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import io.grpc.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.llmdatavault.observability.health.KmsServer.GOOGLE_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The real client of Google Cloud KMS over gRPC, as it is by default, and a stand-in for the service. */
class GoogleKmsGrpcTests {

    private static final GrpcKms SERVER = new GrpcKms();

    private static final KeyManagementServiceClient CLIENT = client(SERVER.address());

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
    }

    private static KeyManagementServiceClient client(String address) {
        try {
            return KeyManagementServiceClient.create(KeyManagementServiceSettings.newBuilder()
                    .setEndpoint(address)
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                            .setChannelConfigurator(builder -> builder.usePlaintext())
                            .build())
                    .build());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void enabledKeyEncryptsAndDecrypts() throws Exception {
        ComponentHealth health = probe(CLIENT);
        assertThat(health.message()).as(health.cause().toString()).isEqualTo("The key encrypts and decrypts.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(SERVER.calls()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_FOUND           | There is no such key.",
                "UNAUTHENTICATED     | The credentials are not accepted.",
                "FAILED_PRECONDITION | The key's primary version is disabled.",
                "INTERNAL            | Google Cloud KMS fails.",
                "UNAVAILABLE         | Google Cloud KMS is not available.",
                "RESOURCE_EXHAUSTED  | Google Cloud KMS throttles calls."
            })
    void everyRefusalHasItsSentenceAndIsNotRetried(Status.Code code, String message) throws Exception {
        SERVER.refuse(code);
        assertThat(probe(CLIENT).message()).isEqualTo(message);
        assertThat(SERVER.calls()).isEqualTo(1);
    }

    @Test
    void whoMayNotUseTheKeyIsTold() throws Exception {
        SERVER.refuse(Status.Code.PERMISSION_DENIED);
        assertThat(probe(CLIENT).message())
                .isEqualTo(
                        "The credentials give no right to encrypt and decrypt with the key, or there is no such key.");
        assertThat(SERVER.calls()).as("the round trip is tried all the same").isEqualTo(2);
    }

    @Test
    void silentServiceEndsWithTheTimeLimit() throws Exception {
        probe(CLIENT);
        SERVER.silence();
        assertEndsInTime(CLIENT);
        await().until(SERVER::cancelled);
    }

    /** Such a client does not tell what it speaks. */
    @Test
    void clientMadeFromAStubIsAskedToo() throws Exception {
        KeyManagementServiceClient client = KeyManagementServiceClient.create(CLIENT.getStub());
        assertThat(client.getSettings()).isNull();
        assertThat(probe(client).state()).isEqualTo(HealthState.HEALTHY);
        SERVER.silence();
        assertEndsInTime(client);
        await().until(SERVER::cancelled);
    }

    private static void assertEndsInTime(KeyManagementServiceClient client) throws InterruptedException {
        long start = System.nanoTime();
        ComponentHealth health = new GoogleKmsProbe(client, GOOGLE_KEY, Duration.ofMillis(500)).probe();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(health.message()).isEqualTo("Google Cloud KMS does not answer in time.");
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
    }

    @Test
    void interruptEndsTheCall() throws Exception {
        SERVER.silence();
        ExecutorService checks = Executors.newSingleThreadExecutor();
        try {
            GoogleKmsProbe patient = new GoogleKmsProbe(CLIENT, GOOGLE_KEY, Duration.ofMinutes(5));
            Future<ComponentHealth> check = checks.submit(patient::probe);
            await().until(() -> SERVER.calls() == 1);
            check.cancel(true);
            checks.shutdown();
            assertThat(checks.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            await().until(SERVER::cancelled);
        } finally {
            checks.shutdownNow();
        }
    }

    @Test
    void serviceThatIsGoneCannotBeReached() throws Exception {
        GrpcKms gone = new GrpcKms();
        try (KeyManagementServiceClient client = client(gone.address())) {
            assertThat(probe(client).state()).isEqualTo(HealthState.HEALTHY);
            gone.close();
            assertThat(probe(client).state()).isEqualTo(HealthState.UNHEALTHY);
            await().until(() -> probe(client).message().equals("Google Cloud KMS cannot be reached."));
        } finally {
            gone.close();
        }
    }

    private static ComponentHealth probe(KeyManagementServiceClient client) throws InterruptedException {
        return new GoogleKmsProbe(client, GOOGLE_KEY, Duration.ofSeconds(30)).probe();
    }
}
