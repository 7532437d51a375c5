package io.llmdatavault.observability.error.translate;

import java.util.Locale;
import java.util.Set;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Translates what the AWS SDK for Java 2 throws. Loaded only with its core. A service that is not reached is told by the
 * causes of the exception.
 */
final class AwsTranslator implements ShippedTranslator {

    private static final Set<String> CORRUPTION =
            Set.of("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof ApiCallTimeoutException || throwable instanceof ApiCallAttemptTimeoutException) {
            return NetworkTranslator.timeout("AWS did not answer in time");
        }
        return throwable instanceof AwsServiceException exception ? describe(exception) : null;
    }

    private static VaultError.Builder<?> describe(AwsServiceException exception) {
        boolean hasDetails = exception.awsErrorDetails() != null;
        String service = hasDetails ? String.valueOf(exception.awsErrorDetails().serviceName()) : "";
        String code = hasDetails ? String.valueOf(exception.awsErrorDetails().errorCode()) : "";
        boolean retryable = exception.isThrottlingException() || CloudStatus.isRetryable(exception.statusCode());
        return switch (service.toLowerCase(Locale.ROOT)) {
            case "s3" -> CloudStatus.storage(storageKind(code, exception.statusCode()), StorageBackend.S3, retryable);
            case "kms" ->
                KmsError.builder(operation(exception), KmsProvider.AWS_KMS, "")
                        .message("AWS KMS answered with status " + exception.statusCode())
                        .retryable(retryable);
            default ->
                ExternalServiceError.builder(service.isEmpty() ? "aws" : service, "unknown")
                        .message("AWS answered with status " + exception.statusCode())
                        .statusCode(exception.statusCode())
                        .retryable(retryable);
        };
    }

    private static StorageErrorKind storageKind(String code, int status) {
        if (CORRUPTION.contains(code)) {
            return StorageErrorKind.CORRUPTION;
        }
        return code.equals("RequestTimeout") ? StorageErrorKind.TIMEOUT : CloudStatus.storageKind(status);
    }

    /** The exception does not say what was asked; the client's method does. */
    private static KmsOperation operation(AwsServiceException exception) {
        for (StackTraceElement frame : exception.getStackTrace()) {
            if (frame.getClassName().startsWith("software.amazon.awssdk.services.kms.")) {
                KmsOperation operation = KmsOperations.find(frame.getMethodName());
                if (operation != null) {
                    return operation;
                }
            }
        }
        return KmsOperation.DESCRIBE_KEY;
    }
}
