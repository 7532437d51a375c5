package io.llmdatavault.observability.error.translate;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import io.llmdatavault.observability.error.ExternalServiceError;
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
        String message = "Google Cloud answered " + code;
        // The exception does not say which service it is of; the client's method does.
        KmsOperation operation = ClientCall.find(exception, "com.google.cloud.kms.", KmsOperations::find);
        return operation != null
                ? KmsOperations.refused(operation, KmsProvider.GOOGLE_CLOUD_KMS)
                        .message(message)
                        .retryable(retryable)
                : ExternalServiceError.builder("Google Cloud", "UNKNOWN")
                        .message(message)
                        .retryable(retryable);
    }
}
