package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.llmdatavault.observability.health.KmsServer.GOOGLE_KEY;
import static io.llmdatavault.observability.health.KmsServer.google;
import static io.llmdatavault.observability.health.KmsServer.googleError;
import static org.assertj.core.api.Assertions.assertThat;

/** The real client of Google Cloud KMS, over HTTP, and a stand-in for the service. */
class GoogleKmsProbeTests {

    private static final KmsServer SERVER = new KmsServer();

    private static final KeyManagementServiceClient CLIENT = client(SERVER.url(), NoCredentialsProvider.create());

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
        SERVER.answerAsGoogle(CryptoKeyPurpose.ENCRYPT_DECRYPT, CryptoKeyVersionState.ENABLED);
    }

    static KeyManagementServiceClient client(String url, CredentialsProvider credentials) {
        try {
            return KeyManagementServiceClient.create(KeyManagementServiceSettings.newHttpJsonBuilder()
                    .setEndpoint(url)
                    .setCredentialsProvider(credentials)
                    .build());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @Test
    void enabledKeyEncryptsAndDecrypts() throws Exception {
        ComponentHealth health = probe();
        assertThat(health.message()).as(health.cause().toString()).isEqualTo("The key encrypts and decrypts.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(SERVER.calls()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED, The key's primary version is disabled.",
        "DESTROYED, The key's primary version is destroyed.",
        "DESTROY_SCHEDULED, The key's primary version is going to be destroyed.",
        "PENDING_GENERATION, The key's primary version has no key material.",
        "PENDING_IMPORT, The key's primary version has no key material.",
        "IMPORT_FAILED, The key's primary version has no key material."
    })
    void stateOfTheKeyIsSaid(CryptoKeyVersionState state, String message) throws Exception {
        SERVER.answerAsGoogle(CryptoKeyPurpose.ENCRYPT_DECRYPT, state);
        assertUnhealthy(probe(), message);
        assertThat(SERVER.calls()).isEqualTo(1);
        SERVER.override(google(null), KmsServer.json(403, googleError(403, "PERMISSION_DENIED", "denied")));
        SERVER.override(
                google("encrypt"),
                KmsServer.json(
                        400,
                        googleError(
                                400, "FAILED_PRECONDITION", "is not enabled, current state is: %s.".formatted(state))));
        assertUnhealthy(probe(), message);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYMMETRIC_SIGN", "ASYMMETRIC_DECRYPT", "MAC", "RAW_ENCRYPT_DECRYPT"})
    void keyForSomethingElseIsUnhealthy(CryptoKeyPurpose purpose) throws Exception {
        SERVER.answerAsGoogle(purpose, CryptoKeyVersionState.ENABLED);
        assertUnhealthy(probe(), "The key is no symmetric key to encrypt and decrypt with.");
    }

    @Test
    void keyWithoutAPrimaryVersionIsUnhealthy() throws Exception {
        SERVER.override(google(null), KmsServer.json(200, "{\"name\": \"%s\", \"purpose\": 1}".formatted(GOOGLE_KEY)));
        assertUnhealthy(probe(), "The key has no primary version.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "        | 404 | NOT_FOUND           | There is no such key.",
                "        | 401 | UNAUTHENTICATED     | The credentials are not accepted.",
                "encrypt | 401 | UNAUTHENTICATED     | The credentials are not accepted.",
                "encrypt | 403 | PERMISSION_DENIED   | The credentials give no right to encrypt and decrypt with the key,"
                        + " or there is no such key.",
                "decrypt | 403 | PERMISSION_DENIED   | The credentials give no right to encrypt and decrypt with the key,"
                        + " or there is no such key.",
                "encrypt | 400 | FAILED_PRECONDITION | Google Cloud KMS refuses to encrypt and decrypt with the key.",
                "decrypt | 400 | INVALID_ARGUMENT    | Google Cloud KMS refuses to encrypt and decrypt with the key.",
                "        | 500 | INTERNAL            | Google Cloud KMS fails.",
                "encrypt | 503 | UNAVAILABLE         | Google Cloud KMS is not available.",
                "decrypt | 504 | DEADLINE_EXCEEDED   | Google Cloud KMS does not answer in time."
            })
    void everyRefusalHasItsSentence(String operation, int status, String code, String message) throws Exception {
        SERVER.override(google(operation), KmsServer.json(status, googleError(status, code, "is planted")));
        assertUnhealthy(probe(), message);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"encrypt", "decrypt"})
    void throttledIsDegraded(String operation) throws Exception {
        SERVER.override(google(operation), KmsServer.json(429, googleError(429, "RESOURCE_EXHAUSTED", "is planted")));
        assertHealth(probe(), HealthState.DEGRADED, "Google Cloud KMS throttles calls.");
    }

    @Test
    void whoMayUseAKeyNeedNotBeAllowedToGetIt() throws Exception {
        SERVER.override(google(null), KmsServer.json(403, googleError(403, "PERMISSION_DENIED", "is planted")));
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void keyThatGivesBackSomethingElseIsUnhealthy() throws Exception {
        SERVER.override(google("decrypt"), KmsServer.json(200, "{\"plaintext\": \"c29tZXRoaW5n\"}"));
        assertUnhealthy(probe(), "The key does not give back what it encrypts.");
    }

    @Test
    void refusalIsNotRetried() throws Exception {
        SERVER.override(google(null), KmsServer.json(503, googleError(503, "UNAVAILABLE", "is planted")));
        assertUnhealthy(probe(), "Google Cloud KMS is not available.");
        assertThat(SERVER.calls()).isEqualTo(1);
    }

    @Test
    void slowServiceEndsWithTheTimeLimit() throws Exception {
        probe();
        SERVER.slow(20_000);
        long start = System.nanoTime();
        ComponentHealth health = new GoogleKmsProbe(CLIENT, GOOGLE_KEY, Duration.ofMillis(500)).probe();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertUnhealthy(health, "Google Cloud KMS does not answer in time.");
    }

    @Test
    void serviceThatIsGoneCannotBeReached() throws Exception {
        SERVER.broken();
        assertUnhealthy(probe(), "Google Cloud KMS cannot be reached.");
        KmsServer gone = new KmsServer();
        String url = gone.url();
        gone.close();
        try (KeyManagementServiceClient client = client(url, NoCredentialsProvider.create())) {
            assertUnhealthy(probe(client), "Google Cloud KMS cannot be reached.");
        }
    }

    @Test
    void credentialsThatGetNoTokenHaveTheirSentence() throws Exception {
        SERVER.stub(post(urlPathEqualTo("/token")), 400, "{\"error\": \"invalid_grant\"}");
        try (KeyManagementServiceClient client =
                client(SERVER.url(), FixedCredentialsProvider.create(account(SERVER.url())))) {
            assertUnhealthy(probe(client), "There is no token to be had with the credentials.");
        }
    }

    static ServiceAccountCredentials account(String tokens) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        return ServiceAccountCredentials.newBuilder()
                .setClientEmail("planted@example.org")
                .setPrivateKey(key)
                .setPrivateKeyId("planted")
                .setTokenServerUri(URI.create(tokens + "/token"))
                .setScopes(KeyManagementServiceSettings.getDefaultServiceScopes())
                .build();
    }

    private static ComponentHealth probe() throws InterruptedException {
        return probe(CLIENT);
    }

    /** With time enough for the client to load its classes. */
    private static ComponentHealth probe(KeyManagementServiceClient client) throws InterruptedException {
        return new GoogleKmsProbe(client, GOOGLE_KEY, Duration.ofSeconds(30)).probe();
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertHealth(health, HealthState.UNHEALTHY, message);
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message())
                .as(health.cause().toString())
                .isEqualTo(message)
                .doesNotContainIgnoringCase("planted");
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
