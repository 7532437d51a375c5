package io.llmdatavault.observability.health;

import java.net.URI;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.vault.authentication.AppRoleAuthentication;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.SimpleSessionManager;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.vault.client.VaultClients;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.core.VaultTemplate;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** Spring Vault's real template, and a stand-in for Vault. */
class VaultTransitKmsProbeTests {

    private static final KmsServer SERVER = new KmsServer();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
        SERVER.answerAsVault(200, true, false, false);
    }

    static VaultTemplate template(String url) {
        return template(url, new TokenAuthentication("planted-token"));
    }

    private static VaultTemplate template(String url, ClientAuthentication authentication) {
        return new VaultTemplate(
                VaultEndpoint.from(URI.create(url)),
                new SimpleClientHttpRequestFactory(),
                new SimpleSessionManager(authentication));
    }

    @Test
    void activeVaultEncryptsAndDecrypts() {
        ComponentHealth health = probe();
        assertThat(health.message()).isEqualTo("The key encrypts and decrypts.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).containsOnlyKeys("standby").containsEntry("standby", false);
    }

    @ParameterizedTest
    @CsvSource({"429", "473", "200"})
    void standbyIsHealthy(int status) {
        SERVER.answerAsVault(status, true, false, true);
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(probe().metadata()).containsEntry("standby", true);
    }

    @ParameterizedTest
    @CsvSource({"503, true, true, Vault is sealed.", "501, false, true, Vault is not initialized."})
    void vaultThatCannotBeUsedSaysWhy(int status, boolean initialized, boolean sealed, String message) {
        SERVER.answerAsVault(status, initialized, sealed, true);
        assertUnhealthy(probe(), message);
        // Nobody logs in to it, nor sends it a token.
        assertThat(SERVER.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "encrypt, 403, 'The token is not accepted, or gives no right to encrypt and decrypt with the key.'",
        "decrypt, 403, 'The token is not accepted, or gives no right to encrypt and decrypt with the key.'",
        "encrypt, 404, There is no transit engine at this path.",
        "encrypt, 400, Vault refuses to encrypt and decrypt with the key.",
        "decrypt, 500, Vault fails.",
        "encrypt, 503, Vault fails."
    })
    void everyRefusalHasItsSentence(String operation, int status, String message) {
        SERVER.override(
                post(urlMatching("/v1/transit/" + operation + "/.*")),
                KmsServer.json(status, "{\"errors\": [\"planted\"]}"));
        assertUnhealthy(probe(), message);
    }

    @ParameterizedTest
    @CsvSource({"encrypt", "decrypt"})
    void throttledIsDegraded(String operation) {
        SERVER.override(
                post(urlMatching("/v1/transit/" + operation + "/.*")),
                KmsServer.json(429, "{\"errors\": [\"planted\"]}"));
        assertHealth(probe(), HealthState.DEGRADED, "Vault throttles calls.");
    }

    @Test
    void missingKeyIsNotMade() {
        SERVER.override(get(urlPathEqualTo("/v1/transit/keys/planted-key")), KmsServer.json(404, "{\"errors\": []}"));
        assertUnhealthy(probe(), "There is no such key.");
        assertThat(SERVER.calls()).isEqualTo(2);
    }

    @Test
    void whoMayUseAKeyNeedNotBeAllowedToReadIt() {
        SERVER.override(
                get(urlPathEqualTo("/v1/transit/keys/planted-key")),
                KmsServer.json(403, "{\"errors\": [\"permission denied\"]}"));
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void healthThatNobodyMaySeeDoesNotCount() {
        SERVER.override(get(urlPathEqualTo("/v1/sys/health")), KmsServer.json(404, "not found"));
        assertThat(probe().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(probe().metadata()).isEmpty();
    }

    @Test
    void refusedLoginIsSaid() {
        SERVER.stub(post("/v1/auth/approle/login"), 400, "{\"errors\": [\"invalid role or secret ID\"]}");
        VaultEndpoint endpoint = VaultEndpoint.from(URI.create(SERVER.url()));
        AppRoleAuthentication login = new AppRoleAuthentication(
                AppRoleAuthenticationOptions.builder()
                        .roleId(AppRoleAuthenticationOptions.RoleId.provided("role"))
                        .secretId(AppRoleAuthenticationOptions.SecretId.provided("planted-secret"))
                        .build(),
                VaultClients.createRestTemplate(endpoint, new SimpleClientHttpRequestFactory()));
        assertUnhealthy(
                new VaultTransitKmsProbe(template(SERVER.url(), login), "transit", "planted-key").probe(),
                "Vault does not accept the login.");
    }

    @Test
    void vaultThatIsGoneCannotBeReached() {
        SERVER.broken();
        assertUnhealthy(probe(), "Vault cannot be reached.");
        KmsServer gone = new KmsServer();
        String url = gone.url();
        gone.close();
        assertUnhealthy(
                new VaultTransitKmsProbe(template(url), "transit", "planted-key").probe(), "Vault cannot be reached.");
    }

    private static ComponentHealth probe() {
        return new VaultTransitKmsProbe(template(SERVER.url()), "transit", "planted-key").probe();
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertHealth(health, HealthState.UNHEALTHY, message);
    }

    private static void assertHealth(ComponentHealth health, HealthState state, String message) {
        assertThat(health.message()).isEqualTo(message).doesNotContainIgnoringCase("planted");
        assertThat(health.state()).isEqualTo(state);
        assertThat(health.metadata().toString()).doesNotContain("planted");
    }
}
