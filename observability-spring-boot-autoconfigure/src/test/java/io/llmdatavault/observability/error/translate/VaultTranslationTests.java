package io.llmdatavault.observability.error.translate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.VaultError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
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
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What Spring Vault's real template throws, of a server that answers as Vault does. */
class VaultTranslationTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    private HttpServer server;

    private volatile int status;

    private VaultEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"errors\":[\"Planted\"]}".getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        endpoint = VaultEndpoint.from(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private VaultTemplate template(ClientAuthentication authentication) {
        return new VaultTemplate(
                endpoint, new SimpleClientHttpRequestFactory(), new SimpleSessionManager(authentication));
    }

    @ParameterizedTest
    @CsvSource({"400, false", "403, false", "404, false", "429, true", "500, true", "503, true"})
    void refusalOfTheTransitEngineIsOfTheKeyManagement(int answered, boolean retryable) {
        status = answered;
        VaultTemplate vault = template(new TokenAuthentication("token"));

        for (String mount : List.of("transit", "keys")) {
            KmsError decrypt =
                    (KmsError) translate(() -> vault.opsForTransit(mount).decrypt("key", "vault:v1:x"));
            assertThat(decrypt.provider()).isEqualTo(KmsProvider.VAULT_TRANSIT);
            assertThat(decrypt.code()).isEqualTo("KMS_DECRYPT_KEY");
            assertThat(decrypt.retryable()).isEqualTo(retryable);
            assertThat(translate(() -> vault.opsForTransit(mount).encrypt("decrypt", "x"))
                            .code())
                    .isEqualTo("KMS_ENCRYPT_KEY");
            assertThat(translate(() -> vault.opsForTransit(mount).rotate("key")).code())
                    .isEqualTo("KMS_ROTATE_KEY");
        }
    }

    @ParameterizedTest
    @CsvSource({"400, false", "403, false", "503, true"})
    void refusalOfAnythingElseIsOfAnotherService(int answered, boolean retryable) {
        status = answered;

        VaultError error =
                translate(() -> template(new TokenAuthentication("token")).read("secret/data/planted"));

        assertThat(error.kind()).isEqualTo(ErrorKind.EXTERNAL_SERVICE);
        assertThat(error.retryable()).isEqualTo(retryable);
    }

    @Test
    void failedLoginOfOursIsNotTheCallers() {
        status = 400;
        RestTemplate client = VaultClients.createRestTemplate(endpoint, new SimpleClientHttpRequestFactory());
        AppRoleAuthentication login = new AppRoleAuthentication(
                AppRoleAuthenticationOptions.builder()
                        .roleId(AppRoleAuthenticationOptions.RoleId.provided("role"))
                        .secretId(AppRoleAuthenticationOptions.SecretId.provided("Planted"))
                        .build(),
                client);

        VaultError error = translate(() -> template(login).read("secret/data/planted"));

        assertThat(error.kind()).isEqualTo(ErrorKind.EXTERNAL_SERVICE);
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void vaultThatIsGoneIsUnreachable() {
        server.stop(0);

        VaultError error = translate(
                () -> template(new TokenAuthentication("token")).opsForTransit().decrypt("key", "vault:v1:x"));

        assertThat(error.kind()).isEqualTo(ErrorKind.NETWORK);
        assertThat(error.retryable()).isTrue();
    }

    private VaultError translate(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        assertThat(error.getMessage()).doesNotContain("lanted");
        return error;
    }
}
