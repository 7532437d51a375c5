package io.llmdatavault.observability.health;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

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
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

/** The real client of Azure Key Vault, and a stand-in for the service. */
class AzureKmsProbeTests {

    private static final KmsServer SERVER = new KmsServer();

    private static final KeyClient CLIENT = client(SERVER.url(), Duration.ofSeconds(5));

    private static final RSAPublicKey KEY = key();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void answer() {
        SERVER.reset();
        answer("RSA", true);
        String constant = base64(KmsRoundTrip.constant());
        // Asked for only when the client does not encrypt by itself.
        SERVER.stub(
                post(urlPathMatching("/keys/planted-key/v1/encrypt")),
                200,
                "{\"kid\": \"%s/keys/planted-key/v1\", \"value\": \"Y2lwaGVydGV4dA\"}".formatted(SERVER.url()));
        SERVER.stub(
                post(urlPathMatching("/keys/planted-key/v1/decrypt")),
                200,
                "{\"kid\": \"%s/keys/planted-key/v1\", \"value\": \"%s\"}".formatted(SERVER.url(), constant));
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
        answer("RSA", false);
        assertUnhealthy(probe(), "The key is disabled.");
    }

    @Test
    void keyThatCannotEncryptIsUnhealthy() {
        answer("EC", true);
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

    private static void answer(String type, boolean enabled) {
        SERVER.stub(get(urlPathMatching("/keys/planted-key/.*")), 200, """
                {"key": {"kid": "%s/keys/planted-key/v1", "kty": "%s", "key_ops": ["encrypt", "decrypt"],
                 "n": "%s", "e": "%s"}, "attributes": {"enabled": %s, "created": 1763731200}}
                """.formatted(
                        SERVER.url(),
                        type,
                        base64(unsigned(KEY.getModulus())),
                        base64(unsigned(KEY.getPublicExponent())),
                        enabled));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }

    private static RSAPublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return (RSAPublicKey) pair.getPublic();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
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
