package io.llmdatavault.observability.health;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.StorageOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/** Google's client with the key of a service account, for which it asks for a token before it asks for the bucket. */
class GcsTokenTests {

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    /** As the service answers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim. | The clock of this machine and that of the storage differ.
            Invalid JWT Signature. | The storage does not accept the credentials.
            Invalid grant: account not found | The storage does not accept the credentials.
            """)
    void clockIsToldFromCredentials(String description, String message) throws Exception {
        SERVER.resetAll();
        SERVER.stubFor(post(urlPathEqualTo("/token"))
                .willReturn(aResponse()
                        .withStatus(400)
                        .withHeader("Content-Type", "application/json; charset=utf-8")
                        .withBody("{\"error\": \"invalid_grant\", \"error_description\": \"%s\"}"
                                .formatted(description))));
        ComponentHealth health = probe().probe();
        assertThat(health.message())
                .as(() -> String.valueOf(health.cause().orElse(null)))
                .isEqualTo(message);
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(health.metadata()).isEmpty();
        SERVER.verify(1, postRequestedFor(urlPathEqualTo("/token")));
    }

    private static GcsStorageProbe probe() throws NoSuchAlgorithmException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String address = "http://127.0.0.1:" + SERVER.port();
        ServiceAccountCredentials credentials = ServiceAccountCredentials.newBuilder()
                .setClientEmail("records@planted.iam.gserviceaccount.com")
                .setPrivateKeyId("planted")
                .setPrivateKey(keys.generateKeyPair().getPrivate())
                .setTokenServerUri(URI.create(address + "/token"))
                .build();
        return new GcsStorageProbe(
                StorageOptions.newBuilder()
                        .setHost(address)
                        .setProjectId("records")
                        .setCredentials(credentials)
                        .setRetrySettings(
                                RetrySettings.newBuilder().setMaxAttempts(1).build())
                        .build()
                        .getService(),
                "planted",
                Duration.ofSeconds(20),
                false);
    }
}
