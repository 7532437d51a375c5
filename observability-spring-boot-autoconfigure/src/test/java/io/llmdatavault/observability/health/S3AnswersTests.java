package io.llmdatavault.observability.health;

import java.net.URI;
import java.time.Duration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/** Answers of Amazon's own servers that S3Proxy does not give, from a stand-in. */
class S3AnswersTests {

    private static WireMockServer server;

    private static S3Client s3;

    @BeforeAll
    static void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        s3 = S3Clients.of(URI.create("http://127.0.0.1:" + server.port()), "Planted");
    }

    @AfterAll
    static void stop() {
        s3.close();
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
    }

    /** The answer to HEAD has no body: why is in that to GET. */
    @ParameterizedTest
    @CsvSource({
        "403, InvalidAccessKeyId, UNHEALTHY, The storage does not accept the credentials.",
        "403, SignatureDoesNotMatch, UNHEALTHY, The storage does not accept the credentials.",
        "400, ExpiredToken, UNHEALTHY, The storage does not accept the credentials.",
        "403, AccessDenied, UNHEALTHY, The credentials are not allowed to look at the bucket or container.",
        "403, RequestTimeTooSkewed, UNHEALTHY, The clock of this machine and that of the storage differ.",
        "400, AuthorizationHeaderMalformed, UNHEALTHY, The bucket is in another region than the client.",
        "301, PermanentRedirect, UNHEALTHY, The bucket is in another region than the client.",
        "404, NoSuchBucket, UNHEALTHY, The bucket or container does not exist.",
        "503, SlowDown, DEGRADED, The storage asks for fewer calls.",
        "503, ServiceUnavailable, UNHEALTHY, The storage answers that it has failed.",
        "500, InternalError, UNHEALTHY, The storage answers that it has failed."
    })
    void refusalsAreToldApart(int status, String code, HealthState state, String message) {
        answer(
                aResponse().withStatus(status),
                aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/xml")
                        .withBody("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Error><Code>%s</Code><Message>Planted</Message><RequestId>1</RequestId></Error>
                        """.formatted(code)));
        assertHealth(probe(s3), state, message);
    }

    @Test
    void brokenConnectionIsUnreachable() {
        ResponseDefinitionBuilder reset = aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
        answer(reset, reset);
        assertHealth(probe(s3), HealthState.UNHEALTHY, "The storage cannot be reached.");
    }

    @Test
    void noCredentialsAreNotWrongOnes() {
        try (S3Client anonymous = S3Client.builder()
                .region(Region.EU_WEST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .credentialsProvider(() -> {
                    throw SdkClientException.create("Unable to load credentials from any of the providers: Planted");
                })
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            assertHealth(probe(anonymous), HealthState.UNHEALTHY, "There are no credentials for the storage.");
        }
    }

    private static void answer(ResponseDefinitionBuilder toHead, ResponseDefinitionBuilder toGet) {
        server.stubFor(head(urlPathEqualTo("/records")).willReturn(toHead));
        server.stubFor(get(urlPathEqualTo("/records")).willReturn(toGet));
    }

    private static ComponentHealth probe(S3Client client) {
        return new S3StorageProbe(client, "records", Duration.ofSeconds(20), true).probe();
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message())
                .as(() -> String.valueOf(health.cause().orElse(null)))
                .isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
