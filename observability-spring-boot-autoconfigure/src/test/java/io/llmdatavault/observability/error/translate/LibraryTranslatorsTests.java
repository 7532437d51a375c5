package io.llmdatavault.observability.error.translate;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpRequestException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.storage.blob.models.BlobStorageException;
import com.fasterxml.jackson.core.JsonParseException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.StorageException;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.grpc.Status;
import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.vault.VaultException;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** What libraries throw, made by the libraries themselves. */
class LibraryTranslatorsTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @ParameterizedTest
    @MethodSource
    void translates(Throwable throwable, String code, boolean retryable) {
        VaultError error = translators.translate(throwable);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error).hasCause(throwable);
        assertThat(error.getMessage()).doesNotContain("Planted");
    }

    static Stream<Arguments> translates() throws Exception {
        URI uri = URI.create("http://peer/planted");
        return Stream.of(
                arguments(blob(404), "STORAGE_NOT_FOUND", false),
                arguments(blob(409, "BlobAlreadyExists"), "STORAGE_ALREADY_EXISTS", false),
                arguments(blob(409, "BlobImmutableDueToPolicy"), "STORAGE_WRITE_FAILURE", false),
                arguments(blob(404, "ContainerNotFound"), "STORAGE_WRITE_FAILURE", false),
                arguments(blob(412, "ConditionNotMet"), "STORAGE_ALREADY_EXISTS", false),
                arguments(blob(400, "Md5Mismatch"), "STORAGE_CORRUPTION", false),
                arguments(blob(500, "OperationTimedOut"), "STORAGE_TIMEOUT", true),
                arguments(blob(403), "STORAGE_PERMISSION_DENIED", false),
                arguments(blob(503), "STORAGE_WRITE_FAILURE", true),
                arguments(azure("https://x.vault.azure.net/keys/k/1/decrypt", 429), "KMS_DECRYPT_KEY", true),
                arguments(azure("https://x.vault.azure.net/keys/k/1/wrapkey", 403), "KMS_ENCRYPT_KEY", false),
                arguments(azure("https://x.vault.azure.cn/keys/rotation/create", 403), "KMS_GENERATE_KEY", false),
                arguments(azure("https://x.managedhsm.azure.net/keys/k/rotate", 503), "KMS_ROTATE_KEY", true),
                arguments(azure("https://x.vault.azure.net/keys/k", 404), "KMS_DESCRIBE_KEY", false),
                arguments(azure("https://x.vault.azure.net/secrets/k", 404), "EXTERNAL_SERVICE", false),
                arguments(azure("https://x.azure.com/keys/k", 404), "EXTERNAL_SERVICE", false),
                arguments(azure("https://x.azure.com/", 501), "EXTERNAL_SERVICE", false),
                arguments(new ClientAuthenticationException("Planted", null), "EXTERNAL_SERVICE", false),
                arguments(
                        new HttpRequestException(
                                "Planted", new HttpRequest(HttpMethod.GET, "http://x"), new ConnectException("x")),
                        "NETWORK",
                        true),
                arguments(SdkClientException.create("Planted", new IOException("Planted")), "NETWORK", false),
                arguments(
                        SdkClientException.create("Planted", new NoSuchFileException("Planted")),
                        "STORAGE_READ_FAILURE",
                        false),
                arguments(
                        SdkClientException.create("Planted", new JsonParseException(null, "Planted")),
                        "INTERNAL",
                        false),
                arguments(new StorageException(0, "Planted", null), "INTERNAL", false),
                arguments(new StorageException(404, "Planted"), "STORAGE_NOT_FOUND", false),
                arguments(
                        new StorageException(404, "The specified bucket does not exist."),
                        "STORAGE_READ_FAILURE",
                        false),
                arguments(new StorageException(403, "Planted"), "STORAGE_PERMISSION_DENIED", false),
                arguments(new StorageException(429, "Planted"), "STORAGE_READ_FAILURE", true),
                arguments(new StorageException(0, "Planted", new SocketTimeoutException("Planted")), "TIMEOUT", true),
                arguments(new StorageException(0, "Planted", new ConnectException("Planted")), "NETWORK", true),
                arguments(new IllegalStateException(new StorageException(404, "x")), "STORAGE_READ_FAILURE", false),
                arguments(google(503), "EXTERNAL_SERVICE", true),
                arguments(google(404), "EXTERNAL_SERVICE", false),
                arguments(google(StatusCode.Code.UNAVAILABLE), "EXTERNAL_SERVICE", true),
                arguments(google(StatusCode.Code.NOT_FOUND), "EXTERNAL_SERVICE", false),
                arguments(google(StatusCode.Code.DEADLINE_EXCEEDED), "TIMEOUT", true),
                arguments(Status.UNAVAILABLE.withDescription("Planted").asRuntimeException(), "EXTERNAL_SERVICE", true),
                arguments(Status.NOT_FOUND.asException(), "EXTERNAL_SERVICE", false),
                arguments(Status.DEADLINE_EXCEEDED.asRuntimeException(), "TIMEOUT", true),
                arguments(
                        new VaultException(
                                "Status 400 [transit/decrypt/k]: Planted",
                                HttpClientErrorException.create(
                                        HttpStatus.BAD_REQUEST, "x", HttpHeaders.EMPTY, new byte[0], null)),
                        "KMS_DECRYPT_KEY",
                        false),
                arguments(
                        new VaultException(
                                "Status 503 [secret/data/x]",
                                HttpServerErrorException.create(
                                        HttpStatus.SERVICE_UNAVAILABLE, "x", HttpHeaders.EMPTY, new byte[0], null)),
                        "EXTERNAL_SERVICE",
                        true),
                arguments(
                        new VaultException("x", new ResourceAccessException("y", new ConnectException("z"))),
                        "NETWORK",
                        true),
                arguments(
                        WebClientResponseException.create(503, "x", HttpHeaders.EMPTY, new byte[0], null),
                        "EXTERNAL_SERVICE",
                        true),
                arguments(
                        WebClientResponseException.create(404, "x", HttpHeaders.EMPTY, new byte[0], null),
                        "EXTERNAL_SERVICE",
                        false),
                arguments(
                        new WebClientRequestException(
                                new ConnectException("x"),
                                org.springframework.http.HttpMethod.GET,
                                uri,
                                HttpHeaders.EMPTY),
                        "NETWORK",
                        true),
                arguments(new AccessDeniedException("Planted"), "AUTHORIZATION", false),
                arguments(new BadCredentialsException("Planted"), "AUTHENTICATION", false),
                arguments(new UsernameNotFoundException("Planted"), "AUTHENTICATION", false),
                arguments(new InternalAuthenticationServiceException("Planted"), "INTERNAL", false),
                arguments(
                        new InternalAuthenticationServiceException("x", new ConnectException("refused")),
                        "NETWORK",
                        true),
                // An internal failure never becomes its caller's fault through its cause.
                arguments(new IllegalStateException(blob(404)), "STORAGE_READ_FAILURE", false),
                arguments(new IllegalStateException(new AccessDeniedException("x")), "INTERNAL", false));
    }

    @Test
    void translatesWhatResilience4jRefuses() {
        CircuitBreaker breaker = CircuitBreaker.ofDefaults("ledger");
        breaker.transitionToOpenState();
        assertThat(translate(() -> breaker.executeRunnable(() -> {})).code()).isEqualTo("EXTERNAL_SERVICE");
        Bulkhead bulkhead = Bulkhead.of(
                "small", BulkheadConfig.custom().maxConcurrentCalls(0).build());
        VaultError full = translate(() -> bulkhead.executeRunnable(() -> {}));
        assertThat(full.code()).isEqualTo("EXTERNAL_SERVICE");
        assertThat(full.retryable()).isTrue();
        RateLimiter limiter = RateLimiter.of(
                "one",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .timeoutDuration(java.time.Duration.ZERO)
                        .limitRefreshPeriod(java.time.Duration.ofHours(1))
                        .build());
        limiter.executeRunnable(() -> {});
        assertThat(translate(() -> limiter.executeRunnable(() -> {})).code())
                .isEqualTo("RATE_LIMIT_REQUESTS_PER_SECOND");
        TimeLimiter time = TimeLimiter.of(java.time.Duration.ofMillis(1));
        VaultError late = translate(() -> time.executeFutureSupplier(CompletableFuture::new));
        assertThat(late.code()).isEqualTo("TIMEOUT");
        assertThat(late.retryable()).isTrue();
    }

    @Test
    void readsWhatGoogleWasAskedForInTheTraceOfTheCaller() {
        ApiException decrypt = google(StatusCode.Code.UNAVAILABLE);
        // The client calls from a thread of its own, and adds where it was called.
        RuntimeException caller = new RuntimeException("Asynchronous task failed");
        caller.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("com.google.cloud.kms.v1.KeyManagementServiceClient", "call", null, 1),
            new StackTraceElement("com.google.cloud.kms.v1.KeyManagementServiceClient", "decrypt", null, 1),
            new StackTraceElement("com.acme.Keys", "rotate", null, 1)
        });
        decrypt.addSuppressed(caller);

        VaultError error = translators.translate(decrypt);

        assertThat(error.code()).isEqualTo("KMS_DECRYPT_KEY");
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void translatesATokenThatARealDecoderRefuses() throws Exception {
        byte[] secret = new byte[32];
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withSecretKey(
                        new OctetSequenceKey.Builder(secret).build().toSecretKey("HmacSHA256"))
                .build();
        VaultError error = translate(() -> decoder.decode("Planted.token.x"));
        assertThat(error)
                .isInstanceOfSatisfying(
                        AuthenticationError.class,
                        authentication -> assertThat(authentication.provider()).isEqualTo(AuthProvider.JWT));
        assertThat(error.getMessage()).doesNotContain("Planted");
    }

    @Test
    void translatesBrokenRulesOfInputOnly() throws Exception {
        Validator validator = Validation.buildDefaultValidatorFactory().getValidator();
        VaultError error = translators.translate(
                new ConstraintViolationException(validator.validate(new Person("  Planted".substring(0, 2)))));
        assertThat(error.code()).isEqualTo("VALIDATION");
        VaultError ofResult = translators.translate(new ConstraintViolationException(
                validator.forExecutables().validateReturnValue(new Person("x"), Person.class.getMethod("nick"), "")));
        assertThat(ofResult.code()).isEqualTo("INTERNAL");
    }

    @Test
    void readsTheCryptographicOperationWhereTheTypeTellsNone() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        assertThat(translate(() -> signature.initVerify(pair.getPublic())).code())
                .isEqualTo("CRYPTOGRAPHIC_VERIFY");
        assertThat(translate(() -> signature.initSign(pair.getPrivate())).code())
                .isEqualTo("CRYPTOGRAPHIC_SIGN");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        Throwable failure =
                catchThrowable(() -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[7], "AES")));
        assertThat(failure).isInstanceOf(InvalidKeyException.class);
        assertThat(translators.translate(failure).code()).isEqualTo("INTERNAL");
    }

    private VaultError translate(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).isNotNull();
        return translators.translate(failure);
    }

    private static BlobStorageException blob(int status) throws Exception {
        return blob(status, null);
    }

    private static BlobStorageException blob(int status, String code) throws Exception {
        com.azure.core.http.HttpResponse response = response("https://x.blob.core.windows.net/c/b", status);
        response.getRequest().setHttpMethod(HttpMethod.PUT);
        given(response.getHeaderValue(HttpHeaderName.fromString("x-ms-error-code")))
                .willReturn(code);
        return new BlobStorageException("Planted", response, null);
    }

    private static HttpResponseException azure(String url, int status) throws Exception {
        return new HttpResponseException("Planted", response(url, status));
    }

    private static com.azure.core.http.HttpResponse response(String url, int status) throws Exception {
        com.azure.core.http.HttpResponse response = mock();
        given(response.getStatusCode()).willReturn(status);
        given(response.getRequest())
                .willReturn(new HttpRequest(HttpMethod.GET, URI.create(url).toURL()));
        return response;
    }

    /** Their own exceptions are subclasses, too. */
    private static BaseServiceException google(int code) {
        BaseServiceException.ExceptionData data = BaseServiceException.ExceptionData.newBuilder()
                .setMessage("Planted")
                .setCode(code)
                .setCause(new IOException("Planted"))
                .build();
        return new BaseServiceException(data) {};
    }

    private static ApiException google(StatusCode.Code code) {
        StatusCode status = mock();
        given(status.getCode()).willReturn(code);
        return new ApiException("Planted", null, status, false);
    }

    record Person(@NotBlank String name) {

        @NotBlank
        public String nick() {
            return "";
        }
    }
}
