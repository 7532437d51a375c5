package io.llmdatavault.observability.health;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

import static io.llmdatavault.observability.health.KmsServer.aws;
import static org.assertj.core.api.Assertions.assertThat;

/** The real client of AWS, and a stand-in for the service. */
class AwsKmsProbeTests {

    private static final KmsServer SERVER = new KmsServer();

    private static final KmsClient CLIENT = client(SERVER.url());

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
        SERVER.answerAsAws("Enabled");
    }

    static KmsClient client(String url) {
        return KmsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(url))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("planted", "secret")))
                .overrideConfiguration(client -> client.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @Test
    void enabledKeyEncryptsAndDecrypts() {
        assertThat(probe().message()).isEqualTo("The key encrypts and decrypts.");
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(SERVER.calls()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "Disabled, The key is disabled.",
        "PendingDeletion, The key is going to be deleted.",
        "PendingImport, The key has no key material.",
        "Unavailable, The store of the key is not available."
    })
    void stateOfTheKeyIsSaid(String state, String message) {
        SERVER.answerAsAws(state);
        assertUnhealthy(probe(), message);
        assertThat(SERVER.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeKey, 400, NotFoundException, There is no such key.",
        "Encrypt, 400, AccessDeniedException, The credentials give no right to encrypt and decrypt with the key.",
        "Decrypt, 400, AccessDeniedException, The credentials give no right to encrypt and decrypt with the key.",
        "DescribeKey, 400, UnrecognizedClientException, The credentials are not accepted.",
        "DescribeKey, 400, InvalidSignatureException, The credentials are not accepted.",
        "DescribeKey, 400, ExpiredTokenException, The credentials are not accepted.",
        "Encrypt, 400, InvalidKeyUsageException, The key cannot encrypt and decrypt.",
        "Encrypt, 400, DisabledException, The key is disabled.",
        "Encrypt, 400, KMSInvalidStateException, The key is in a state in which it cannot be used.",
        "Encrypt, 500, KeyUnavailableException, The key is not available at the moment.",
        "Encrypt, 500, KMSInternalException, AWS KMS fails.",
        "Encrypt, 400, SomethingNew, AWS KMS refuses the call."
    })
    void everyRefusalHasItsSentence(String operation, int status, String type, String message) {
        SERVER.override(aws(operation), KmsServer.json(status, KmsServer.awsError(type)));
        assertUnhealthy(probe(), message);
    }

    @ParameterizedTest
    @CsvSource({"DescribeKey", "Encrypt", "Decrypt"})
    void throttledIsDegraded(String operation) {
        SERVER.override(aws(operation), KmsServer.json(400, KmsServer.awsError("ThrottlingException")));
        assertHealth(probe(), HealthState.DEGRADED, "AWS KMS throttles calls.");
    }

    @Test
    void whoMayUseAKeyNeedNotBeAllowedToDescribeIt() {
        SERVER.override(aws("DescribeKey"), KmsServer.json(400, KmsServer.awsError("AccessDeniedException")));
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void keyThatGivesBackSomethingElseIsUnhealthy() {
        SERVER.override(aws("Decrypt"), KmsServer.json(200, "{\"Plaintext\": \"c29tZXRoaW5n\"}"));
        assertUnhealthy(probe(), "The key does not give back what it encrypts.");
    }

    @Test
    void slowServiceEndsWithTheTimeLimit() {
        SERVER.slow(20_000);
        long start = System.nanoTime();
        ComponentHealth health = new AwsKmsProbe(CLIENT, "planted-key", Duration.ofMillis(300)).probe();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertUnhealthy(health, "AWS KMS does not answer in time.");
    }

    @Test
    void serviceThatIsGoneCannotBeReached() {
        SERVER.broken();
        assertUnhealthy(probe(), "AWS KMS cannot be reached.");
        KmsServer gone = new KmsServer();
        String url = gone.url();
        gone.close();
        try (KmsClient client = client(url)) {
            assertUnhealthy(
                    new AwsKmsProbe(client, "planted-key", Duration.ofSeconds(30)).probe(),
                    "AWS KMS cannot be reached.");
        }
    }

    private static ComponentHealth probe() {
        return new AwsKmsProbe(CLIENT, "planted-key", Duration.ofSeconds(30)).probe();
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertHealth(health, HealthState.UNHEALTHY, message);
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message()).isEqualTo(message).doesNotContainIgnoringCase("planted");
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
