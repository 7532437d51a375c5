package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of an S3 server, asked with the application's client. Loaded only with the SDK. */
final class S3StorageProbe extends ObjectStoreProbe {

    private static final Set<String> WRONG_CREDENTIALS = Set.of(
            "ExpiredToken",
            "InvalidAccessKeyId",
            "InvalidSecurity",
            "InvalidToken",
            "SignatureDoesNotMatch",
            "TokenRefreshRequired");

    private final S3Client client;

    private final String bucket;

    S3StorageProbe(S3Client client, String bucket, Duration limit, boolean writeCheck) {
        super(limit, writeCheck);
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    void look(CallBudget budget) {
        try {
            client.headBucket(request -> request.bucket(bucket).overrideConfiguration(within(budget)));
        } catch (S3Exception ex) {
            if (ex.statusCode() != 400 && ex.statusCode() != 403 && ex.statusCode() != 503) {
                throw ex;
            }
            // The answer to HEAD has no body: only that to GET says why. It needs the same permission.
            client.listObjectsV2(
                    request -> request.bucket(bucket).prefix(PREFIX).maxKeys(1).overrideConfiguration(within(budget)));
        }
    }

    @Override
    void write(String key, byte[] content, CallBudget budget) {
        client.putObject(
                request -> request.bucket(bucket).key(key).overrideConfiguration(within(budget)),
                RequestBody.fromBytes(content));
    }

    @Override
    byte[] read(String key, CallBudget budget) {
        return client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(key).overrideConfiguration(within(budget)))
                .asByteArray();
    }

    @Override
    void delete(String key, CallBudget budget) {
        client.deleteObject(request -> request.bucket(bucket).key(key).overrideConfiguration(within(budget)));
    }

    /** With all attempts: the client's own number of them would outlive the check. */
    private static AwsRequestOverrideConfiguration within(CallBudget budget) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(budget.left())
                .build();
    }

    @Override
    StorageFault explain(Exception failure) {
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return StorageFault.TIMED_OUT;
        }
        if (failure instanceof AwsServiceException exception) {
            return answered(exception);
        }
        StorageFault network = StorageFault.ofNetwork(failure);
        if (network != null) {
            return network;
        }
        return failure instanceof SdkClientException && tellsOfCredentials(failure.getMessage())
                ? StorageFault.NO_CREDENTIALS
                : StorageFault.UNKNOWN;
    }

    private static StorageFault answered(AwsServiceException exception) {
        String code = exception.awsErrorDetails() != null
                ? String.valueOf(exception.awsErrorDetails().errorCode())
                : "";
        if (WRONG_CREDENTIALS.contains(code)) {
            return StorageFault.WRONG_CREDENTIALS;
        }
        if (exception.isThrottlingException()) {
            return StorageFault.THROTTLED;
        }
        return switch (code) {
            case "NoSuchKey" -> StorageFault.ALTERED;
            case "AuthorizationHeaderMalformed", "PermanentRedirect" -> StorageFault.ELSEWHERE;
            case "RequestTimeTooSkewed" -> StorageFault.WRONG_CLOCK;
            case "RequestTimeout" -> StorageFault.TIMED_OUT;
            default -> ofStatus(exception.statusCode());
        };
    }

    private static StorageFault ofStatus(int status) {
        return switch (status) {
            case 301, 307 -> StorageFault.ELSEWHERE;
            case 401 -> StorageFault.WRONG_CREDENTIALS;
            case 403 -> StorageFault.DENIED;
            case 404 -> StorageFault.MISSING;
            default -> status >= 500 ? StorageFault.BROKEN : StorageFault.UNKNOWN;
        };
    }

    /** There is no type for it. */
    private static boolean tellsOfCredentials(@Nullable String message) {
        return message != null && message.contains("Unable to load credentials");
    }
}
