package io.llmdatavault.observability.error.translate;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what Google's generated clients throw, that of Cloud KMS among them. Loaded only with their runtime, gax. */
final class GoogleApiTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof ApiException exception)) {
            return null;
        }
        StatusCode.Code code = exception.getStatusCode().getCode();
        if (code == StatusCode.Code.DEADLINE_EXCEEDED) {
            return NetworkTranslator.timeout("Google Cloud did not answer in time");
        }
        boolean retryable = exception.isRetryable()
                || code == StatusCode.Code.UNAVAILABLE
                || code == StatusCode.Code.RESOURCE_EXHAUSTED;
        KmsOperation operation = kmsOperation(exception);
        return operation != null
                ? KmsError.builder(operation, KmsProvider.GOOGLE_CLOUD_KMS, "")
                        .message("Google Cloud KMS answered " + code)
                        .retryable(retryable)
                : ExternalServiceError.builder("google-cloud", "unknown")
                        .message("Google Cloud answered " + code)
                        .retryable(retryable);
    }

    /** The exception does not say which service it is of; the client's method does. */
    private static @Nullable KmsOperation kmsOperation(ApiException exception) {
        for (StackTraceElement frame : exception.getStackTrace()) {
            if (frame.getClassName().startsWith("com.google.cloud.kms.")) {
                KmsOperation operation = KmsOperations.find(frame.getMethodName());
                return operation != null ? operation : KmsOperation.DESCRIBE_KEY;
            }
        }
        return null;
    }
}
