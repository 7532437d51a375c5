package io.llmdatavault.observability.health;

import java.io.IOException;
import java.time.Duration;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * A key in AWS KMS, by the application's client: asks for its state, encrypts and decrypts a constant. Who may use a key need
 * not be allowed to describe it, so only the round trip decides then. Loaded only with the client.
 */
final class AwsKmsProbe implements KmsProbe {

    private final KmsClient client;

    private final String keyId;

    private final AwsRequestOverrideConfiguration limited;

    AwsKmsProbe(KmsClient client, String keyId, Duration timeout) {
        this.client = client;
        this.keyId = keyId;
        this.limited = AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(timeout)
                .build();
    }

    @Override
    public ComponentHealth probe() {
        try {
            String fault = fault(state());
            return fault != null ? ComponentHealth.unhealthy(fault) : roundTrip();
        } catch (AwsServiceException ex) {
            return (ex.isThrottlingException()
                            ? KmsRoundTrip.throttled("AWS KMS")
                            : ComponentHealth.unhealthy(refusal(ex)))
                    .causedBy(ex);
        } catch (SdkException ex) {
            return ComponentHealth.unhealthy(failure(ex)).causedBy(ex);
        }
    }

    private @Nullable KeyState state() {
        try {
            return client.describeKey(request -> request.keyId(keyId).overrideConfiguration(limited))
                    .keyMetadata()
                    .keyState();
        } catch (AwsServiceException ex) {
            if (code(ex).equals("AccessDeniedException")) {
                return null;
            }
            throw ex;
        }
    }

    private static @Nullable String fault(@Nullable KeyState state) {
        if (state == null) {
            return null;
        }
        return switch (state) {
            case DISABLED -> "The key is disabled.";
            case PENDING_DELETION, PENDING_REPLICA_DELETION -> "The key is going to be deleted.";
            case PENDING_IMPORT -> "The key has no key material.";
            case UNAVAILABLE -> "The store of the key is not available.";
            default -> null;
        };
    }

    private ComponentHealth roundTrip() {
        SdkBytes encrypted = client.encrypt(request -> request.keyId(keyId)
                        .plaintext(SdkBytes.fromByteArray(KmsRoundTrip.constant()))
                        .overrideConfiguration(limited))
                .ciphertextBlob();
        SdkBytes decrypted = client.decrypt(request ->
                        request.keyId(keyId).ciphertextBlob(encrypted).overrideConfiguration(limited))
                .plaintext();
        return KmsRoundTrip.result(decrypted.asByteArray());
    }

    private static String refusal(AwsServiceException ex) {
        return switch (code(ex)) {
            case "NotFoundException" -> "There is no such key.";
            case "DisabledException" -> "The key is disabled.";
            case "KMSInvalidStateException" -> "The key is in a state in which it cannot be used.";
            case "KeyUnavailableException" -> "The key is not available at the moment.";
            case "InvalidKeyUsageException" -> "The key cannot encrypt and decrypt.";
            case "AccessDeniedException" -> "The credentials give no right to encrypt and decrypt with the key.";
            case "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "IncompleteSignatureException",
                    "MissingAuthenticationTokenException",
                    "ExpiredTokenException" -> "The credentials are not accepted.";
            default -> ex.statusCode() >= 500 ? "AWS KMS fails." : "AWS KMS refuses the call.";
        };
    }

    private static String code(AwsServiceException ex) {
        return ex.awsErrorDetails() == null
                ? ""
                : String.valueOf(ex.awsErrorDetails().errorCode());
    }

    private static String failure(SdkException ex) {
        if (ex instanceof ApiCallTimeoutException || ex instanceof ApiCallAttemptTimeoutException) {
            return "AWS KMS does not answer in time.";
        }
        if (ErrorChain.find(ex, IOException.class) != null) {
            return "AWS KMS cannot be reached.";
        }
        // The client has no type of its own for what it does not find.
        return ex instanceof SdkClientException
                        && String.valueOf(ex.getMessage()).startsWith("Unable to load credentials")
                ? "There are no credentials."
                : "AWS KMS cannot be asked.";
    }
}
