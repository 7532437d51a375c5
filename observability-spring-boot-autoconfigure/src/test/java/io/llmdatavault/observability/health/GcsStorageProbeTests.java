package io.llmdatavault.observability.health;

import java.time.Duration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/** Google's client against a stand-in that answers as Cloud Storage does: there is no server of it to start. */
class GcsStorageProbeTests {

    private static final String BUCKET = "/storage/v1/b/planted";

    private static final String OBJECTS = "/vault-health-check.*";

    private static WireMockServer server;

    private static Storage storage;

    @BeforeAll
    static void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        storage = client(server.port());
    }

    private static Storage client(int port) {
        return client(port, Duration.ofSeconds(30));
    }

    static Storage client(int port, Duration readTimeout) {
        return StorageOptions.newBuilder()
                .setHost("http://127.0.0.1:" + port)
                .setProjectId("records")
                .setCredentials(NoCredentials.getInstance())
                .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setReadTimeout((int) readTimeout.toMillis())
                        .build())
                .build()
                .getService();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void bucketIsThere() {
        server.resetAll();
        answer(okJson("{\"kind\":\"storage#bucket\",\"name\":\"planted\"}"));
        server.stubFor(post(urlPathEqualTo("/upload" + BUCKET + "/o"))
                .willReturn(okJson("{\"kind\":\"storage#object\",\"bucket\":\"planted\",\"name\":\"x\"}")));
        server.stubFor(get(urlPathMatching("/download" + BUCKET + "/o" + OBJECTS))
                .willReturn(aResponse().withBody("vault health check")));
        server.stubFor(delete(urlPathMatching(BUCKET + "/o" + OBJECTS))
                .willReturn(aResponse().withStatus(204)));
    }

    private static void answerList(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(BUCKET + "/o")).willReturn(response));
    }

    private static ResponseDefinitionBuilder refusal(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("""
                {"error": {"code": %d, "message": "Planted bucket", "errors": [{"message": "Planted", "reason": "x"}]}}
                """.formatted(status));
    }

    private static void answer(ResponseDefinitionBuilder response) {
        server.stubFor(get(urlPathEqualTo(BUCKET)).willReturn(response));
    }

    @Test
    void bucketCanBeUsed() {
        assertHealth(probe(storage, false), HealthState.HEALTHY, "The storage can be used.");
        assertHealth(probe(storage, true), HealthState.HEALTHY, "The storage can be used.");
        server.verify(1, deleteRequestedFor(urlPathMatching(BUCKET + "/o" + OBJECTS)));
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNHEALTHY, The storage does not accept the credentials.",
        "404, UNHEALTHY, The bucket or container does not exist.",
        "429, DEGRADED, The storage asks for fewer calls.",
        "500, UNHEALTHY, The storage answers that it has failed.",
        "503, UNHEALTHY, The storage answers that it has failed."
    })
    void answersAreToldApart(int status, HealthState state, String message) {
        answer(refusal(status));
        assertHealth(probe(storage, true), state, message);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whoMayUseObjectsNeedNotBeAllowedToLookAtTheBucket(boolean writeCheck) {
        answer(refusal(403));
        answerList(okJson("{\"kind\": \"storage#objects\"}"));
        assertHealth(probe(storage, writeCheck), HealthState.HEALTHY, "The storage can be used.");
        server.verify(
                1,
                getRequestedFor(urlPathEqualTo(BUCKET + "/o"))
                        .withQueryParam("prefix", equalTo("vault-health-check/"))
                        .withQueryParam("maxResults", equalTo("1")));
    }

    @ParameterizedTest
    @CsvSource({
        "403, UNHEALTHY, The credentials are not allowed to look at the bucket or container.",
        "404, UNHEALTHY, The bucket or container does not exist.",
        "429, DEGRADED, The storage asks for fewer calls."
    })
    void listDecidesWhereTheBucketIsRefused(int status, HealthState state, String message) {
        answer(refusal(403));
        answerList(refusal(status));
        assertHealth(probe(storage, false), state, message);
    }

    @Test
    void slowServerIsNoUnreachableOne() {
        answer(okJson("{}").withFixedDelay(7_000));
        assertHealth(
                probe(client(server.port(), Duration.ofSeconds(1)), false),
                HealthState.UNHEALTHY,
                "The storage does not answer in time.");
    }

    @Test
    void brokenConnectionIsUnreachable() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertHealth(probe(storage, false), HealthState.UNHEALTHY, "The storage cannot be reached.");
    }

    @Test
    void nobodyListens() {
        assertHealth(probe(client(1), false), HealthState.UNHEALTHY, "The storage cannot be reached.");
    }

    @Test
    void whatIsNotReadBackIsDeletedAllTheSame() {
        server.stubFor(get(urlPathMatching("/download" + BUCKET + "/o" + OBJECTS))
                .willReturn(aResponse().withStatus(403)));
        assertHealth(
                probe(storage, true),
                HealthState.UNHEALTHY,
                "The credentials are not allowed to read from the storage.");
        server.verify(1, deleteRequestedFor(urlPathMatching(BUCKET + "/o" + OBJECTS)));
    }

    private static ComponentHealth probe(Storage client, boolean writeCheck) {
        return new GcsStorageProbe(client, "planted", Duration.ofSeconds(30), writeCheck).probe();
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message())
                .as(() -> String.valueOf(health.cause().orElse(null)))
                .isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
