package io.llmdatavault.observability.error.translate;

import java.util.Locale;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Translates what the AWS SDK for Java 2 throws. Loaded only with its core. */
final class AwsTranslator implements ShippedTranslator {

    private static final String SERVICES = "software.amazon.awssdk.services.";

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof ApiCallTimeoutException || throwable instanceof ApiCallAttemptTimeoutException) {
            return NetworkTranslator.timeout("AWS did not answer in time");
        }
        if (throwable instanceof SdkClientException) {
            // Without a failure of the network it is one of this service, as missing credentials are.
            return NetworkTranslator.notReached(throwable);
        }
        return throwable instanceof AwsServiceException exception ? refused(exception) : null;
    }

    private static VaultError.Builder<?> refused(AwsServiceException exception) {
        AwsErrorDetails details = exception.awsErrorDetails();
        String service = details != null && details.serviceName() != null ? details.serviceName() : "AWS";
        int status = exception.statusCode();
        boolean retryable = exception.isThrottlingException() || CloudStatus.isRetryable(status);
        String message = "AWS answered with status " + status;
        return switch (service.toLowerCase(Locale.ROOT)) {
            case "s3" ->
                storage(exception, details != null ? String.valueOf(details.errorCode()) : "", status, retryable);
            case "kms" -> {
                KmsOperation operation = ClientCall.find(exception, SERVICES + "kms.", KmsOperations::find);
                yield KmsOperations.refused(operation, KmsProvider.AWS_KMS)
                        .message(message)
                        .retryable(retryable);
            }
            default ->
                ExternalServiceError.builder(service, "UNKNOWN")
                        .message(message)
                        .statusCode(status)
                        .retryable(retryable);
        };
    }

    private static StorageError.Builder storage(
            AwsServiceException exception, String code, int status, boolean retryable) {
        StorageErrorKind tried = ClientCall.find(exception, SERVICES + "s3.", ObjectStorage::failureOf);
        StorageErrorKind kind = switch (code) {
            case "BucketAlreadyExists", "BucketAlreadyOwnedByYou" -> StorageErrorKind.ALREADY_EXISTS;
            case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch" ->
                StorageErrorKind.CORRUPTION;
            // Which bucket there should be is this service's business, not its caller's.
            case "NoSuchBucket" -> tried != null ? tried : StorageErrorKind.READ_FAILURE;
            case "RequestTimeout" -> StorageErrorKind.TIMEOUT;
            default -> null;
        };
        boolean another = retryable || kind == StorageErrorKind.TIMEOUT || code.equals("OperationAborted");
        return kind != null
                ? ObjectStorage.of(StorageBackend.S3, kind, another)
                : ObjectStorage.refused(StorageBackend.S3, status, tried).retryable(another);
    }
}
