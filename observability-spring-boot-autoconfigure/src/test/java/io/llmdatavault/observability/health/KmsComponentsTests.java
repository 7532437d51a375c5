package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.azure.security.keyvault.keys.KeyClient;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.VaultTemplate;
import software.amazon.awssdk.services.kms.KmsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** Which key management service is asked, and which mistakes end start-up. */
class KmsComponentsTests {

    private static final String PREFIX = "vault.observability.health.kms.";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class));

    @TempDir
    private Path folder;

    @Test
    void tokenIsAskedInTheBackground() {
        runner.withPropertyValues(SoftHsm.token().withKey().properties()).run(context -> {
            assertThat(context).hasSingleBean(Pkcs11KmsProbe.class);
            assertThat(snapshot(context)).containsEntry("message", "The key encrypts and decrypts.");
            assertThat(context.getBean(HealthProperties.class).toString())
                    .contains(SoftHsm.LIBRARY.toString())
                    .doesNotContain(SoftHsm.PIN);
        });
    }

    @Test
    void wrongPinEndsTheStart() {
        SoftHsm.Token token = SoftHsm.token();
        runner.withPropertyValues(token.properties())
                .withPropertyValues(PREFIX + "pkcs11.pin=Planted")
                .run(context -> {
                    ConfigurationError error = error(context);
                    assertThat(error.configKey()).isEqualTo(PREFIX + "pkcs11.pin");
                    assertThat(error).hasMessageContaining("does not accept it");
                    assertThat(error.expectedType().orElseThrow()).contains("each start tries it once");
                    assertThat(error.toString()).doesNotContain("Planted");
                });
        runner.withPropertyValues(token.properties())
                .withPropertyValues(
                        PREFIX + "pkcs11.pin=Planted", "vault.observability.health.checks.kms.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues(token.properties())
                .withPropertyValues(PREFIX + "pkcs11.pin=Planted", "management.health.kms.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void tokenThatIsNotThereIsAState() {
        SoftHsm.token();
        runner.withPropertyValues(
                        PREFIX + "provider=pkcs11",
                        PREFIX + "key-id=master",
                        PREFIX + "pkcs11.library=" + SoftHsm.LIBRARY,
                        PREFIX + "pkcs11.slot-list-index=99",
                        PREFIX + "pkcs11.pin=" + SoftHsm.PIN)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(snapshot(context)).containsEntry("message", "The token is not there.");
                });
    }

    @Test
    void libraryThatIsNoneEndsTheStart() throws IOException {
        Path text = Files.writeString(folder.resolve("library.so"), "text");
        Map.of(
                        folder.resolve("missing.so"),
                        "There is no such file",
                        text,
                        "It cannot be loaded",
                        folder,
                        "no such file")
                .forEach((library, message) -> runner.withPropertyValues(
                                PREFIX + "provider=pkcs11",
                                PREFIX + "key-id=master",
                                PREFIX + "pkcs11.library=" + library,
                                PREFIX + "pkcs11.pin=Planted")
                        .run(context -> {
                            ConfigurationError error = error(context);
                            assertThat(error.configKey()).isEqualTo(PREFIX + "pkcs11.library");
                            assertThat(error).hasMessageContaining(message);
                        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider=pkcs11,key-id=a|pkcs11.library|It is missing",
                "provider=pkcs11,key-id=a,pkcs11.library=a.so|pkcs11.pin|It is missing",
                "provider=pkcs11,pkcs11.library=a.so,pkcs11.pin=1|key-id|It is missing",
                "provider=pkcs11,pkcs11.slot=1,pkcs11.slot-list-index=1|pkcs11.slot|There is slot-list-index, too",
                "provider=pkcs11,pkcs11.slot=-1|pkcs11.slot|It is -1",
                "provider=pkcs11,pkcs11.slot=2147483648|pkcs11.slot|It is 2147483648",
                "provider=pkcs11,pkcs11.slot-list-index=-2|pkcs11.slot-list-index|It is -2",
                "provider=pkcs11,pkcs11.library=a\"b.so|pkcs11.library|It has a character that cannot be passed on",
                "pkcs11.library=a.so|provider|It is missing",
                "provider=aws-kms|key-id|It is missing",
                "provider=vault-transit,key-id=a,vault-transit.path=|vault-transit.path|It is missing",
                "provider=google-cloud-kms,key-id=a|key-id|It is not the resource name of a key",
                "provider=google-cloud-kms,key-id=projects/a/locations/b/keyRings/c|key-id|It is not the resource name",
                "provider=google-cloud-kms,key-id=projects/a/locations/b/keyRings/c/cryptoKeys/|key-id|It is not",
                "provider=google-cloud-kms,key-id=projects/a/locations/b/keyRings/c/cryptoKeys/d/cryptoKeyVersions/1"
                        + "|key-id|It is not the resource name of a key",
                "provider=google-cloud-kms|key-id|It is missing",
                "provider=AWS|provider|There is no provider 'AWS'"
            })
    void wrongValuesEndTheStart(String properties, String key, String message) {
        runner.withPropertyValues((PREFIX + properties.replace(",", "," + PREFIX)).split(","))
                .run(context -> {
                    assertThat(error(context).configKey()).isEqualTo(PREFIX + key);
                    assertThat(error(context)).hasMessageContaining(message);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "aws-kms, KmsClient",
        "vault-transit, VaultTemplate",
        "azure-key-vault, KeyClient",
        "google-cloud-kms, KeyManagementServiceClient"
    })
    void missingClientEndsTheStart(String provider, String type) {
        runner.withPropertyValues(PREFIX + "provider=" + provider, PREFIX + "key-id=" + KmsServer.GOOGLE_KEY)
                .run(context -> {
                    assertThat(error(context).configKey()).isEqualTo(PREFIX + "provider");
                    assertThat(error(context)).hasMessageContaining("no bean of the type " + type);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-kms", "vault-transit", "azure-key-vault", "google-cloud-kms"})
    void missingLibraryEndsTheStartOnlyWhereItIsNeeded(String provider) {
        ApplicationContextRunner without = runner.withClassLoader(
                // The packages of Google's client, too: all that comes with it is missing with it.
                new FilteredClassLoader(
                        KmsClient.class.getName(),
                        VaultOperations.class.getName(),
                        KeyClient.class.getName(),
                        "com.google.cloud.kms",
                        "com.google.api.gax",
                        "com.google.protobuf",
                        "io.grpc"));
        without.withPropertyValues(PREFIX + "provider=" + provider, PREFIX + "key-id=" + KmsServer.GOOGLE_KEY)
                .run(context -> {
                    assertThat(error(context).configKey()).isEqualTo(PREFIX + "provider");
                    assertThat(error(context)).hasMessageContaining("its library is not on the class path");
                    assertThat(error(context).expectedType().orElseThrow()).containsPattern("add the dependency \\S+:");
                });
        without.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KmsChecks.class));
    }

    @Test
    void clientOfTheApplicationIsUsed() {
        runner.withBean(KmsClient.class, () -> mock(KmsClient.class))
                .withPropertyValues(PREFIX + "provider=aws-kms", PREFIX + "key-id=a")
                .run(context -> assertThat(context).hasSingleBean(AwsKmsProbe.class));
        runner.withBean(VaultTemplate.class, () -> mock(VaultTemplate.class))
                .withPropertyValues(PREFIX + "provider=vault-transit", PREFIX + "key-id=a")
                .run(context -> assertThat(context).hasSingleBean(VaultTransitKmsProbe.class));
        runner.withBean(KeyClient.class, () -> mock(KeyClient.class))
                .withPropertyValues(PREFIX + "provider=azure-key-vault", PREFIX + "key-id=a")
                .run(context -> assertThat(context).hasSingleBean(AzureKmsProbe.class));
        runner.withBean(KeyManagementServiceClient.class, () -> mock(KeyManagementServiceClient.class))
                .withPropertyValues(PREFIX + "provider=google-cloud-kms", PREFIX + "key-id=" + KmsServer.GOOGLE_KEY)
                .run(context -> assertThat(context).hasSingleBean(GoogleKmsProbe.class));
    }

    @Test
    void ofSeveralClientsThePrimaryOneIsUsed() {
        ApplicationContextRunner several = runner.withBean("one", KmsClient.class, () -> mock(KmsClient.class))
                .withPropertyValues(PREFIX + "provider=aws-kms", PREFIX + "key-id=a");
        several.withBean("other", KmsClient.class, () -> mock(KmsClient.class))
                .run(context -> assertThat(error(context)).hasMessageContaining("or there are several"));
        several.withBean("other", KmsClient.class, () -> mock(KmsClient.class), bean -> bean.setPrimary(true))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AwsKmsProbe.class));
    }

    @Test
    void probeOfTheApplicationWins() {
        runner.withBean("mine", KmsProbe.class, () -> () -> ComponentHealth.healthy("Mine."))
                .withPropertyValues(PREFIX + "provider=aws-kms", PREFIX + "key-id=a")
                .run(context -> assertThat(snapshot(context)).containsEntry("message", "Mine."));
    }

    private static Map<String, Object> snapshot(AssertableApplicationContext context) {
        HealthMonitor monitor = context.getBean(HealthMonitor.class);
        await().until(monitor::complete);
        return monitor.snapshot("kms").orElseThrow().details();
    }

    private static ConfigurationError error(AssertableApplicationContext context) {
        ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
        assertThat(error).isNotNull();
        return error;
    }
}
