package io.llmdatavault.observability.error.translate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The exceptions that the SDK's clients really throw, of a server that answers as S3 and KMS do. */
class AwsTranslatorTests {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    private HttpServer server;

    private volatile int status;

    private volatile String type = "application/xml";

    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, STORAGE_NOT_FOUND, false",
        "404, NoSuchBucket, STORAGE_READ_FAILURE, false",
        "409, BucketAlreadyExists, STORAGE_ALREADY_EXISTS, false",
        "403, AccessDenied, STORAGE_PERMISSION_DENIED, false",
        "403, SignatureDoesNotMatch, STORAGE_PERMISSION_DENIED, false",
        "400, BadDigest, STORAGE_CORRUPTION, false",
        "400, RequestTimeout, STORAGE_TIMEOUT, true",
        "503, SlowDown, STORAGE_READ_FAILURE, true",
        "409, OperationAborted, STORAGE_READ_FAILURE, true",
        "501, NotImplemented, STORAGE_READ_FAILURE, false",
        "507, Full, STORAGE_INSUFFICIENT_SPACE, false",
        "500, InternalError, STORAGE_READ_FAILURE, true",
        "400, InvalidRequest, STORAGE_READ_FAILURE, false"
    })
    void translatesWhatS3Refuses(int answered, String s3Code, String code, boolean retryable) {
        status = answered;
        body = "<Error><Code>" + s3Code + "</Code><Message>Planted-4711</Message></Error>";
        try (S3Client s3 = s3()) {
            VaultError error = translate(
                    () -> s3.getObjectAsBytes(request -> request.bucket("b").key("k")));
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.retryable()).isEqualTo(retryable);
            assertThat(((StorageError) error).backend()).isEqualTo(StorageBackend.S3);
            assertThat(error.getMessage()).doesNotContain("Planted");
        }
    }

    @ParameterizedTest
    @CsvSource({"400, NotFoundException, false", "400, ThrottlingException, true", "500, KMSInternalException, true"})
    void translatesWhatKmsRefuses(int answered, String exception, boolean retryable) {
        status = answered;
        type = "application/x-amz-json-1.1";
        body = "{\"__type\":\"" + exception + "\",\"message\":\"Planted-4711\"}";
        try (KmsClient kms = KmsClient.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .endpointOverride(address())
                .overrideConfiguration(configuration())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            VaultError error = translate(
                    () -> kms.decrypt(request -> request.keyId("k").ciphertextBlob(SdkBytes.fromUtf8String("x"))));
            assertThat(error).isInstanceOfSatisfying(KmsError.class, kmsError -> {
                assertThat(kmsError.provider()).isEqualTo(KmsProvider.AWS_KMS);
                assertThat(kmsError.operation()).isEqualTo(KmsOperation.DECRYPT_KEY);
            });
            assertThat(error.retryable()).isEqualTo(retryable);
            assertThat(error.getMessage()).doesNotContain("Planted");
        }
    }

    @Test
    void aServiceThatIsNotReachedIsANetworkFailure() {
        try (S3Client s3 = s3()) {
            server.stop(0);
            VaultError error = translate(
                    () -> s3.getObjectAsBytes(request -> request.bucket("b").key("k")));
            assertThat(error.code()).isEqualTo("NETWORK");
            assertThat(error.retryable()).isTrue();
        }
    }

    private VaultError translate(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error).hasCause(failure);
        return error;
    }

    private S3Client s3() {
        return S3Client.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .endpointOverride(address())
                .forcePathStyle(true)
                .overrideConfiguration(configuration())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static ClientOverrideConfiguration configuration() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(Duration.ofSeconds(20))
                .build();
    }

    private URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }
}
