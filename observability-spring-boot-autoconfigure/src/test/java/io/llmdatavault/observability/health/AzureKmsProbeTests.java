package io.llmdatavault.observability.health;

import java.time.Duration;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

/** The real client of Azure Key Vault, and a stand-in for the service. */
class AzureKmsProbeTests {

    private static final KmsServer SERVER = new KmsServer();

    private static final KeyClient CLIENT = client(SERVER.url(), Duration.ofSeconds(30));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void answer() {
        SERVER.reset();
        SERVER.answerAsAzure("RSA", true);
    }

    static KeyClient client(String url, Duration timeout) {
        HttpPipeline pipeline = new HttpPipelineBuilder()
                .httpClient(new JdkHttpClientBuilder().responseTimeout(timeout).build())
                .build();
        return new KeyClientBuilder().vaultUrl(url).pipeline(pipeline).buildClient();
    }

    @Test
    void enabledKeyEncryptsAndDecrypts() {
        ComponentHealth health = probe();
        assertThat(health.message()).as(health.cause().toString()).isEqualTo("The key encrypts and decrypts.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void disabledKeyIsUnhealthy() {
        SERVER.answerAsAzure("RSA", false);
        assertUnhealthy(probe(), "The key is disabled.");
    }

    @Test
    void keyThatCannotEncryptIsUnhealthy() {
        SERVER.answerAsAzure("EC", true);
        assertUnhealthy(probe(), "The key is no RSA key, so it cannot encrypt and decrypt.");
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized, Unauthorized, The credentials are not accepted.",
        "403, Forbidden, KeyDisabled, The key is disabled.",
        "403, Forbidden, ForbiddenByRbac, 'The credentials give no right to get the key, to encrypt and to decrypt.'",
        "404, KeyNotFound, KeyNotFound, There is no such key.",
        "503, ServiceUnavailable, ServiceUnavailable, Azure Key Vault fails."
    })
    void everyRefusalHasItsSentence(int status, String code, String inner, String message) {
        SERVER.override(
                get(urlPathMatching("/keys/planted-key/.*")),
                KmsServer.json(
                        status,
                        "{\"error\": {\"code\": \"%s\", \"message\": \"planted\", \"innererror\": {\"code\": \"%s\"}}}"
                                .formatted(code, inner)));
        assertUnhealthy(probe(), message);
    }

    @Test
    void throttledIsDegraded() {
        SERVER.override(
                get(urlPathMatching("/keys/planted-key/.*")),
                KmsServer.json(429, "{\"error\": {\"code\": \"Throttled\", \"message\": \"planted\"}}"));
        assertHealth(probe(), HealthState.DEGRADED, "Azure Key Vault throttles calls.");
    }

    @Test
    void slowServiceIsUnhealthy() {
        SERVER.slow(3000);
        KeyClient impatient = client(SERVER.url(), Duration.ofMillis(300));
        assertUnhealthy(
                new AzureKmsProbe(impatient, "planted-key").probe(), "Azure Key Vault does not answer in time.");
    }

    @Test
    void serviceThatIsGoneCannotBeReached() {
        SERVER.broken();
        assertUnhealthy(probe(), "Azure Key Vault cannot be reached.");
    }

    private static ComponentHealth probe() {
        return new AzureKmsProbe(CLIENT, "planted-key").probe();
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertHealth(health, HealthState.UNHEALTHY, message);
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message()).as(health.cause().toString()).isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
