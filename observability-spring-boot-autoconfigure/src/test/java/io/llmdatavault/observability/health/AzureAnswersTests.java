package io.llmdatavault.observability.health;

import java.time.Duration;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

/** Answers of Azure's own servers that Azurite does not give, from a stand-in. */
class AzureAnswersTests {

    private static WireMockServer server;

    private static BlobContainerClient container;

    @BeforeAll
    static void start() {
        server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        container = new BlobServiceClientBuilder()
                .connectionString("DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;"
                                .formatted(Azurite.ACCOUNT, Azurite.SECRET)
                        + "BlobEndpoint=http://127.0.0.1:%d/%s;".formatted(server.port(), Azurite.ACCOUNT))
                .buildClient()
                .getBlobContainerClient("records");
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
    }

    /** To HEAD and GET of a container alike; the code is in a header, too, as the real service has it. */
    @ParameterizedTest
    @CsvSource({
        "403, AuthenticationFailed, UNHEALTHY, The storage does not accept the credentials.",
        "401, InvalidAuthenticationInfo, UNHEALTHY, The storage does not accept the credentials.",
        "403, AuthorizationPermissionMismatch, UNHEALTHY, The credentials are not allowed to look at the bucket or container.",
        "403, AuthorizationFailure, UNHEALTHY, The credentials are not allowed to look at the bucket or container.",
        "404, ContainerNotFound, UNHEALTHY, The bucket or container does not exist.",
        "503, ServerBusy, DEGRADED, The storage asks for fewer calls.",
        "429, TooManyRequests, DEGRADED, The storage asks for fewer calls.",
        "500, InternalError, UNHEALTHY, The storage answers that it has failed.",
        "503, ServiceUnavailable, UNHEALTHY, The storage answers that it has failed."
    })
    void refusalsAreToldApart(int status, String code, HealthState state, String message) {
        server.stubFor(any(anyUrl()).willReturn(refusal(status, code)));
        assertHealth(state, message);
    }

    /** The code is that of wrong credentials; only a detail of the body tells. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Request date header too old: 'Fri, 04 Oct 2019 18:02:12 GMT' | The clock of this machine and that of the storage differ.
            The MAC signature found in the HTTP request 'planted' is not the same as any computed signature. | The storage does not accept the credentials.
            """)
    void clockIsToldFromCredentials(String detail, String message) {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(403)
                        .withHeader("x-ms-error-code", "AuthenticationFailed")
                        .withHeader("Content-Type", "application/xml")
                        .withBody("""
                        <?xml version="1.0" encoding="utf-8"?>\
                        <Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make sure \
                        the value of Authorization header is formed correctly including the signature.
                        RequestId:a7c15331-501e-0094-6847-7d350f000000
                        Time:2019-10-07T19:46:36.6469406Z</Message>\
                        <AuthenticationErrorDetail>%s</AuthenticationErrorDetail></Error>""".formatted(detail))));
        assertHealth(HealthState.UNHEALTHY, message);
    }

    /** A client of the application retries four times as it comes: that would be the application's patience, not ours. */
    @Test
    void throttledServiceIsAskedOnce() {
        server.stubFor(any(anyUrl()).willReturn(refusal(503, "ServerBusy")));
        assertHealth(HealthState.DEGRADED, "The storage asks for fewer calls.");
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void notAllowedToWrite() {
        server.stubFor(
                get(urlPathMatching("/.*/records")).willReturn(aResponse().withStatus(200)));
        server.stubFor(put(anyUrl()).willReturn(refusal(403, "AuthorizationPermissionMismatch")));
        assertHealth(HealthState.UNHEALTHY, "The credentials are not allowed to write to the storage.");
    }

    @Test
    void brokenConnectionIsUnreachable() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertHealth(HealthState.UNHEALTHY, "The storage cannot be reached.");
    }

    /** As the identity library says it, which is not on the class path: it is told by its name. */
    @Test
    void noCredentialsAreNotWrongOnes() {
        AzureStorageProbe probe = new AzureStorageProbe(container, Duration.ofSeconds(20), true);
        assertThat(probe.explain(new CredentialUnavailableException())).isEqualTo(StorageFault.NO_CREDENTIALS);
        assertThat(probe.explain(new ClientAuthenticationException("Planted", null)))
                .isEqualTo(StorageFault.WRONG_CREDENTIALS);
    }

    private static final class CredentialUnavailableException extends ClientAuthenticationException {

        CredentialUnavailableException() {
            super("Planted", null);
        }
    }

    private static ResponseDefinitionBuilder refusal(int status, String code) {
        return aResponse()
                .withStatus(status)
                .withHeader("x-ms-error-code", code)
                .withHeader("Content-Type", "application/xml")
                .withBody("""
                <?xml version="1.0" encoding="utf-8"?>
                <Error><Code>%s</Code><Message>Planted</Message></Error>
                """.formatted(code));
    }

    private static void assertHealth(HealthState state, String message) {
        ComponentHealth health = new AzureStorageProbe(container, Duration.ofSeconds(20), true).probe();
        assertThat(health.message())
                .as(() -> String.valueOf(health.cause().orElse(null)))
                .isEqualTo(message);
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata()).isEmpty();
    }
}
