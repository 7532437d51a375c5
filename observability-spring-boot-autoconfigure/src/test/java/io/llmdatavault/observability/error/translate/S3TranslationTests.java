package io.llmdatavault.observability.error.translate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.llmdatavault.observability.ObjectStore;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What the AWS SDK throws when a real S3 server refuses, hangs or is gone. */
class S3TranslationTests {

    private static final String BUCKET = "records";

    private static ObjectStore store;

    private static S3Client s3;

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        store = ObjectStore.start(folder);
        s3 = client(store, ObjectStore.CREDENTIAL, Duration.ofSeconds(60));
        s3.createBucket(request -> request.bucket(BUCKET));
        s3.putObject(request -> request.bucket(BUCKET).key("there"), RequestBody.fromString("content"));
    }

    @AfterAll
    static void stop() {
        s3.close();
        store.close();
    }

    private static S3Client client(ObjectStore of, String credential, Duration timeout) {
        return S3Client.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ObjectStore.IDENTITY, credential)))
                .endpointOverride(of.address())
                .forcePathStyle(true)
                // A refusal before the body is sent would race with the sending.
                .serviceConfiguration(s3Configuration -> s3Configuration.expectContinueEnabled(false))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(timeout)
                        .build())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Test
    void missingObjectIsNotFound() {
        assertStorage(
                () -> s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("Planted")), "NOT_FOUND");
        assertStorage(() -> s3.headObject(request -> request.bucket(BUCKET).key("Planted")), "NOT_FOUND");
    }

    @Test
    void missingBucketIsNoFaultOfTheCallers() {
        assertStorage(
                () -> s3.getObjectAsBytes(request -> request.bucket("planted").key("x")), "READ_FAILURE");
        assertStorage(
                () -> s3.createMultipartUpload(
                        request -> request.bucket("planted").key("x")),
                "WRITE_FAILURE");
        assertStorage(() -> s3.listObjectsV2(request -> request.bucket("planted")), "READ_FAILURE");
    }

    @Test
    void bucketThatIsThereExists() {
        assertStorage(() -> s3.createBucket(request -> request.bucket(BUCKET)), "ALREADY_EXISTS");
    }

    @Test
    void objectThatMustNotBeThereExists() {
        assertStorage(
                () -> s3.putObject(
                        request -> request.bucket(BUCKET).key("there").ifNoneMatch("*"), RequestBody.fromString("x")),
                "ALREADY_EXISTS");
    }

    @Test
    void bucketThatIsNotEmptyIsNotDeleted() {
        assertStorage(() -> s3.deleteBucket(request -> request.bucket(BUCKET)), "DELETE_FAILURE");
    }

    @Test
    void wrongCredentialsAreNoFaultOfTheCallers() {
        try (S3Client wrong = client(store, "wrong", Duration.ofSeconds(60))) {
            assertStorage(
                    () -> wrong.getObjectAsBytes(
                            request -> request.bucket(BUCKET).key("there")),
                    "PERMISSION_DENIED");
            assertStorage(
                    () -> wrong.headObject(request -> request.bucket(BUCKET).key("there")), "PERMISSION_DENIED");
        }
    }

    @Test
    void nothingIsNotFoundBelowAnotherFailure() {
        Throwable failure = catchThrowable(
                () -> s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("missing")));

        assertThat(translators
                        .translate(new IllegalStateException("cannot start", failure))
                        .code())
                .isEqualTo("STORAGE_READ_FAILURE");
    }

    private void assertStorage(ThrowingCallable call, String kind) {
        VaultError error = translate(call);
        assertThat(error.code()).isEqualTo("STORAGE_" + kind);
        assertThat(((StorageError) error).backend()).isEqualTo(StorageBackend.S3);
        assertThat(error.retryable()).isFalse();
        assertThat(error.getMessage()).doesNotContain("lanted");
    }

    @Test
    void frozenServerIsTimeout(@TempDir Path folder) throws Exception {
        try (ObjectStore other = ObjectStore.start(folder);
                S3Client hasty = client(other, ObjectStore.CREDENTIAL, Duration.ofMillis(300))) {
            other.freeze();
            VaultError hung = translate(hasty::listBuckets);
            assertThat(hung).isInstanceOf(TimeoutError.class);
            assertThat(hung.retryable()).isTrue();
        }
    }

    @Test
    void killedServerIsUnreachable(@TempDir Path folder) throws Exception {
        try (ObjectStore other = ObjectStore.start(folder);
                S3Client client = client(other, ObjectStore.CREDENTIAL, Duration.ofSeconds(60))) {
            other.kill();
            VaultError gone = translate(client::listBuckets);
            assertThat(gone).isInstanceOf(NetworkError.class);
            assertThat(gone.retryable()).isTrue();
        }
    }

    @Test
    void missingCredentialsAreAnInternalFailure() {
        try (S3Client anonymous = S3Client.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(() -> {
                    throw software.amazon.awssdk.core.exception.SdkClientException.create("Planted: no credentials");
                })
                .endpointOverride(store.address())
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            assertThat(translate(anonymous::listBuckets).code()).isEqualTo("INTERNAL");
        }
    }

    private VaultError translate(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        return error;
    }
}
