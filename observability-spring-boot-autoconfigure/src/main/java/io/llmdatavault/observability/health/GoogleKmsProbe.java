package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.protobuf.ByteString;
import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;

/**
 * A symmetric key in Google Cloud KMS, by the application's client: asks for its state, encrypts and decrypts a constant. Who
 * may use a key need not be allowed to get it, so only the round trip decides then. Loaded only with the client.
 */
final class GoogleKmsProbe implements KmsProbe {

    /** The rest is for saying so before the check is given up. */
    private static final int WORK_PERCENT = 90;

    private static final String LATE = "Google Cloud KMS does not answer in time.";

    private final KeyManagementServiceClient client;

    private final String key;

    private final Duration limit;

    GoogleKmsProbe(KeyManagementServiceClient client, String key, Duration limit) {
        this.client = client;
        this.key = key;
        this.limit = limit;
    }

    @Override
    public ComponentHealth probe() throws InterruptedException {
        GoogleCalls calls = GoogleCalls.of(client.getSettings(), CallBudget.of(limit, WORK_PERCENT));
        try {
            String fault = fault(key(calls));
            return fault != null ? ComponentHealth.unhealthy(fault) : roundTrip(calls);
        } catch (ApiException ex) {
            return refusal(ex).causedBy(ex);
        } catch (TimeoutException ex) {
            return ComponentHealth.unhealthy(LATE).causedBy(ex);
        }
    }

    private @Nullable CryptoKey key(GoogleCalls calls) throws InterruptedException, TimeoutException {
        try {
            return calls.make(
                    client.getCryptoKeyCallable(),
                    GetCryptoKeyRequest.newBuilder().setName(key).build());
        } catch (ApiException ex) {
            if (ex.getStatusCode().getCode() == StatusCode.Code.PERMISSION_DENIED) {
                return null;
            }
            throw ex;
        }
    }

    private static @Nullable String fault(@Nullable CryptoKey key) {
        if (key == null) {
            return null;
        }
        if (key.getPurpose() != CryptoKeyPurpose.ENCRYPT_DECRYPT) {
            return "The key is no symmetric key to encrypt and decrypt with.";
        }
        return key.hasPrimary() ? fault(key.getPrimary().getState()) : "The key has no primary version.";
    }

    private static @Nullable String fault(CryptoKeyVersionState state) {
        return switch (state) {
            case DISABLED -> "The key's primary version is disabled.";
            case DESTROYED -> "The key's primary version is destroyed.";
            case DESTROY_SCHEDULED -> "The key's primary version is going to be destroyed.";
            case PENDING_GENERATION, PENDING_IMPORT, GENERATION_FAILED, IMPORT_FAILED ->
                "The key's primary version has no key material.";
            default -> null;
        };
    }

    private ComponentHealth roundTrip(GoogleCalls calls) throws InterruptedException, TimeoutException {
        ByteString encrypted = calls.make(
                        client.encryptCallable(),
                        EncryptRequest.newBuilder()
                                .setName(key)
                                .setPlaintext(ByteString.copyFrom(KmsRoundTrip.constant()))
                                .build())
                .getCiphertext();
        ByteString decrypted = calls.make(
                        client.decryptCallable(),
                        DecryptRequest.newBuilder()
                                .setName(key)
                                .setCiphertext(encrypted)
                                .build())
                .getPlaintext();
        return KmsRoundTrip.result(decrypted.toByteArray());
    }

    private static ComponentHealth refusal(ApiException ex) {
        return ex.getStatusCode().getCode() == StatusCode.Code.RESOURCE_EXHAUSTED
                ? KmsRoundTrip.throttled("Google Cloud KMS")
                : ComponentHealth.unhealthy(sentence(ex));
    }

    private static String sentence(ApiException ex) {
        if (ErrorChain.of(ex).anyMatch(GoogleKmsProbe::isOfToken)) {
            return "There is no token to be had with the credentials.";
        }
        return switch (ex.getStatusCode().getCode()) {
            case UNAUTHENTICATED -> "The credentials are not accepted.";
            case PERMISSION_DENIED ->
                // Who has no right is not told whether there is a key.
                "The credentials give no right to encrypt and decrypt with the key, or there is no such key.";
            case NOT_FOUND -> "There is no such key.";
            case DEADLINE_EXCEEDED -> LATE;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED -> refusedUse(ex);
            default -> failure(ex);
        };
    }

    /** The service has no type for what it says about the state of a key, and over HTTP one status for all of it. */
    private static String refusedUse(ApiException ex) {
        return Stream.of(CryptoKeyVersionState.values())
                .filter(state -> ErrorChain.of(ex)
                        .anyMatch(cause ->
                                String.valueOf(cause.getMessage()).contains("current state is: " + state.name())))
                .findFirst()
                .map(GoogleKmsProbe::fault)
                .orElse("Google Cloud KMS refuses to encrypt and decrypt with the key.");
    }

    private static String failure(ApiException ex) {
        if (ErrorChain.find(ex, SocketTimeoutException.class) != null) {
            return LATE;
        }
        if (ErrorChain.of(ex).anyMatch(GoogleKmsProbe::isOfNetwork)) {
            return "Google Cloud KMS cannot be reached.";
        }
        // Over gRPC a connection that was just lost, too.
        return ex.getStatusCode().getCode() == StatusCode.Code.UNAVAILABLE
                ? "Google Cloud KMS is not available."
                : "Google Cloud KMS fails.";
    }

    /** An answer over HTTP is an I/O exception, too. Each transport has its own types, and only one needs to be there. */
    private static boolean isOfNetwork(Throwable cause) {
        return cause instanceof IOException
                && !cause.getClass().getName().equals("com.google.api.client.http.HttpResponseException");
    }

    private static boolean isOfToken(Throwable cause) {
        return cause.getClass().getName().equals("com.google.auth.oauth2.GoogleAuthException");
    }
}
