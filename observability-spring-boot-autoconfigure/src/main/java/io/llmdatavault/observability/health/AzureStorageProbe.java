package io.llmdatavault.observability.health;

import java.time.Duration;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;

/** A container of Azure Blob Storage, asked with the application's client. Loaded only with the SDK. */
final class AzureStorageProbe extends ObjectStoreProbe {

    private final BlobContainerClient container;

    AzureStorageProbe(BlobContainerClient container, Duration limit, boolean writeCheck) {
        super(limit, writeCheck);
        this.container = AzureSingleAttempt.of(container);
    }

    @Override
    void look(CallBudget budget) {
        container.getPropertiesWithResponse(null, budget.left(), Context.NONE);
    }

    @Override
    void write(String key, byte[] content, CallBudget budget) {
        blob(key)
                .getBlockBlobClient()
                .uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content)), budget.left(), Context.NONE);
    }

    @Override
    byte[] read(String key, CallBudget budget) {
        return blob(key)
                .downloadContentWithResponse(null, null, budget.left(), Context.NONE)
                .getValue()
                .toBytes();
    }

    @Override
    void delete(String key, CallBudget budget) {
        blob(key).deleteWithResponse(null, null, budget.left(), Context.NONE);
    }

    private BlobClient blob(String key) {
        return container.getBlobClient(key);
    }

    @Override
    StorageFault explain(Exception failure) {
        if (failure instanceof BlobStorageException exception) {
            return answered(exception);
        }
        if (failure instanceof ClientAuthenticationException) {
            // Of the identity library, which has no type of its own here.
            return failure.getClass().getSimpleName().equals("CredentialUnavailableException")
                    ? StorageFault.NO_CREDENTIALS
                    : StorageFault.WRONG_CREDENTIALS;
        }
        StorageFault network = StorageFault.ofNetwork(failure);
        if (network != null) {
            return network;
        }
        return isTimeout(failure) ? StorageFault.TIMED_OUT : StorageFault.UNKNOWN;
    }

    /** The client drops the exception of the time-out and throws an empty one. */
    private static boolean isTimeout(Exception failure) {
        return failure.getClass() == RuntimeException.class
                && failure.getCause() == null
                && failure.getMessage() == null;
    }

    private static StorageFault answered(BlobStorageException exception) {
        BlobErrorCode code = exception.getErrorCode();
        if (isOfTheClock(exception)) {
            return StorageFault.WRONG_CLOCK;
        }
        if (BlobErrorCode.AUTHENTICATION_FAILED.equals(code)
                || BlobErrorCode.INVALID_AUTHENTICATION_INFO.equals(code)
                || BlobErrorCode.NO_AUTHENTICATION_INFORMATION.equals(code)
                || isWrongSignature(exception)) {
            return StorageFault.WRONG_CREDENTIALS;
        }
        if (BlobErrorCode.BLOB_NOT_FOUND.equals(code)) {
            return StorageFault.ALTERED;
        }
        return switch (exception.getStatusCode()) {
            case 401 -> StorageFault.WRONG_CREDENTIALS;
            case 403 -> StorageFault.DENIED;
            case 404 -> StorageFault.MISSING;
            case 429 -> StorageFault.THROTTLED;
            case 503 -> BlobErrorCode.SERVER_BUSY.equals(code) ? StorageFault.THROTTLED : StorageFault.BROKEN;
            default -> exception.getStatusCode() >= 500 ? StorageFault.BROKEN : StorageFault.UNKNOWN;
        };
    }

    /** The code is that of wrong credentials: only a detail of the answer tells. */
    private static boolean isOfTheClock(BlobStorageException exception) {
        String message = exception.getServiceMessage();
        return message != null && message.contains("Request date header too");
    }

    /** The emulator has the code of a permission for it, with the words of the real service. */
    private static boolean isWrongSignature(BlobStorageException exception) {
        String message = exception.getServiceMessage();
        return message != null && message.contains("failed to authenticate the request");
    }
}
