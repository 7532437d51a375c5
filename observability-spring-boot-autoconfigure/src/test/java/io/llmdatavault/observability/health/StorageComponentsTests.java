package io.llmdatavault.observability.health;

import java.nio.file.Path;
import java.time.Duration;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.google.cloud.storage.Storage;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Which storage components there are, and what each is asked with. */
class StorageComponentsTests {

    private static final String PREFIX = "vault.observability.health.";

    private static final String S3 = PREFIX + "storage.s3.bucket=records";

    private static final String AZURE = PREFIX + "storage.azure.container=records";

    private static final String GCS = PREFIX + "storage.gcs.bucket=records";

    @TempDir
    private Path folder;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class));

    private final ApplicationContextRunner clients = runner.withBean(S3Client.class, () -> new RecordingS3(""))
            .withBean(BlobServiceClient.class, StorageComponentsTests::azure)
            .withBean(Storage.class, () -> mock(Storage.class));

    @Test
    void clientsAloneMakeNoComponent() {
        clients.run(context -> assertComponents(context, "memory"));
    }

    @ParameterizedTest
    @CsvSource({S3, AZURE, GCS})
    void onlyOneIsCalledStorage(String key) {
        clients.withPropertyValues(key).run(context -> {
            assertComponents(context, "memory", "storage");
            assertThat(context.getBean(HealthMonitor.class).criticalComponents())
                    .containsExactly("storage");
        });
    }

    @Test
    void severalStandBesideEachOther() {
        clients.withPropertyValues(S3, AZURE, GCS, PREFIX + "storage.local.path=" + folder)
                .run(context -> assertComponents(
                        context, "memory", "storage-local", "storage-s3", "storage-azure", "storage-gcs"));
    }

    @Test
    void oneOfSeveralCanBeSwitchedOffAndBeNotCritical() {
        clients.withPropertyValues(
                        S3,
                        AZURE,
                        GCS,
                        PREFIX + "checks.storage-gcs.enabled=false",
                        PREFIX + "checks.storage-azure.critical=false")
                .run(context -> {
                    assertComponents(context, "memory", "storage-s3", "storage-azure");
                    assertThat(context.getBean(HealthMonitor.class).criticalComponents())
                            .containsExactly("storage-s3");
                });
    }

    @Test
    void probeOfTheUserReplacesAllShippedOnes() {
        StorageProbe mine = () -> ComponentHealth.healthy("Mine.");
        // No clients: nobody needs them.
        runner.withBean("mine", StorageProbe.class, () -> mine)
                .withPropertyValues(S3, AZURE, GCS, PREFIX + "storage.local.path=" + folder)
                .run(context -> {
                    assertComponents(context, "memory", "storage");
                    assertThat(context).getBean(StorageProbe.class).isSameAs(mine);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "s3.bucket, S3Client to ask with",
        "azure.container, 'BlobServiceClient, nor a BlobContainerClient of this container, to ask with'",
        "gcs.bucket, Storage (of Google Cloud) to ask with"
    })
    void missingClientIsExplained(String key, String message) {
        runner.withPropertyValues(PREFIX + "storage." + key + "=records")
                .run(context -> assertRefused(
                        context, key, "There is no bean of the type " + message, "a name, with such a bean"));
    }

    @ParameterizedTest
    @CsvSource({
        "s3.bucket, software.amazon.awssdk.services.s3.S3Client",
        "azure.container, com.azure.storage.blob.BlobServiceClient",
        "gcs.bucket, com.google.cloud.storage.Storage"
    })
    void missingLibraryIsExplained(String key, String type) {
        runner.withClassLoader(new FilteredClassLoader("software.amazon", "com.azure", "com.google.cloud"))
                .withPropertyValues(PREFIX + "storage." + key + "=records")
                .run(context -> assertRefused(
                        context,
                        key,
                        "The class " + type + " is not on the class path",
                        "a name, with the dependency"));
        runner.withClassLoader(new FilteredClassLoader("software.amazon", "com.azure", "com.google.cloud"))
                .withPropertyValues(PREFIX + "storage.local.path=" + folder)
                .run(context -> assertComponents(context, "memory", "storage"));
    }

    @Test
    void severalClientsWithoutAPrimaryOneAreExplained() {
        clients.withBean("other", S3Client.class, () -> new RecordingS3(""))
                .withPropertyValues(S3)
                .run(context -> assertRefused(
                        context,
                        "s3.bucket",
                        "There are several beans of the type S3Client (s3Client, other), and none of them is primary",
                        "a name, with @Primary on one of them"));
        clients.withBean("other", S3Client.class, () -> new RecordingS3(""), definition -> definition.setPrimary(true))
                .withPropertyValues(S3)
                .run(context -> assertComponents(context, "memory", "storage"));
    }

    @Test
    void clientOfTheContainerNeedsNoneOfTheAccount() {
        ApplicationContextRunner two = runner.withBean(
                        "audit", BlobContainerClient.class, () -> azure().getBlobContainerClient("audit"))
                .withBean("records", BlobContainerClient.class, () -> azure().getBlobContainerClient("records"));
        two.withPropertyValues(AZURE).run(context -> assertComponents(context, "memory", "storage"));
        two.withPropertyValues(PREFIX + "storage.azure.container=other")
                .run(context -> assertRefused(
                        context, "azure.container", "nor a BlobContainerClient of this container", "a name"));
    }

    @Test
    void appliesItsProperties() {
        RecordingS3 client = new RecordingS3("");
        runner.withBean(S3Client.class, () -> client)
                .withPropertyValues(
                        S3,
                        PREFIX + "storage.write-check=true",
                        PREFIX + "checks.memory.enabled=false",
                        PREFIX + "checks.storage.timeout=200s")
                .run(context -> {
                    context.getBean(CheckEngine.class).stop();
                    client.calls.clear();
                    client.limits.clear();
                    context.getBean(S3StorageProbe.class).probe();
                    assertThat(client.calls).containsExactly("head", "put", "get", "delete");
                    assertThat(client.limits)
                            .allSatisfy(limit ->
                                    assertThat(limit).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(180)));
                    assertThat(client.closed).isFalse();
                });
    }

    private static void assertComponents(AssertableApplicationContext context, String... names) {
        assertThat(context.getBean(HealthMonitor.class).components()).containsExactlyInAnyOrder(names);
    }

    private static void assertRefused(AssertableApplicationContext context, String key, String message, String remedy) {
        ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
        assertThat(error).isNotNull().hasMessageContaining(message);
        assertThat(error.configKey()).isEqualTo(PREFIX + "storage." + key);
        assertThat(error.expectedType())
                .hasValueSatisfying(expected -> assertThat(expected).startsWith(remedy));
    }

    private static BlobServiceClient azure() {
        return new BlobServiceClientBuilder()
                .connectionString("DefaultEndpointsProtocol=http;AccountName=account;AccountKey=a2V5;"
                        + "BlobEndpoint=http://127.0.0.1:1/account;")
                .buildClient();
    }
}
