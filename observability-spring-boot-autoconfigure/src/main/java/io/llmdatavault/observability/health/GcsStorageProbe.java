package io.llmdatavault.observability.health;

import java.time.Duration;

import com.google.cloud.BaseServiceException;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.llmdatavault.observability.error.ErrorChain;

/**
 * A bucket of Google Cloud Storage, asked with the application's client. That has no time limit for one call: its own
 * settings say how long a call may take. Loaded only with the library.
 */
final class GcsStorageProbe extends ObjectStoreProbe {

    private static final int FORBIDDEN = 403;

    private final Storage storage;

    private final String bucket;

    GcsStorageProbe(Storage storage, String bucket, Duration limit, boolean writeCheck) {
        super(limit, writeCheck);
        this.storage = storage;
        this.bucket = bucket;
    }

    @Override
    void look(CallBudget budget) {
        try {
            if (storage.get(bucket, Storage.BucketGetOption.fields(Storage.BucketField.NAME)) == null) {
                throw new StorageException(404, "There is no such bucket");
            }
        } catch (StorageException ex) {
            if (ex.getCode() != FORBIDDEN) {
                throw ex;
            }
            list();
        }
    }

    /** Who may use the objects of a bucket need not be allowed to look at the bucket: the usual roles do not permit it. */
    private void list() {
        storage.list(
                bucket,
                Storage.BlobListOption.prefix(PREFIX),
                Storage.BlobListOption.pageSize(1),
                Storage.BlobListOption.fields(Storage.BlobField.NAME));
    }

    @Override
    void write(String key, byte[] content, CallBudget budget) {
        storage.create(BlobInfo.newBuilder(bucket, key).build(), content);
    }

    @Override
    byte[] read(String key, CallBudget budget) {
        return storage.readAllBytes(bucket, key);
    }

    @Override
    void delete(String key, CallBudget budget) {
        storage.delete(bucket, key);
    }

    @Override
    StorageFault explain(Exception failure) {
        if (failure instanceof BaseServiceException exception && exception.getCode() >= 400) {
            return answered(exception);
        }
        if (ErrorChain.of(failure).anyMatch(GcsStorageProbe::isOfCredentials)) {
            return ErrorChain.of(failure).anyMatch(GcsStorageProbe::isOfTheClock)
                    ? StorageFault.WRONG_CLOCK
                    : StorageFault.WRONG_CREDENTIALS;
        }
        StorageFault network = StorageFault.ofNetwork(failure);
        return network != null ? network : StorageFault.UNKNOWN;
    }

    private static StorageFault answered(BaseServiceException exception) {
        int status = exception.getCode();
        return switch (status) {
            case 401 -> StorageFault.WRONG_CREDENTIALS;
            case FORBIDDEN -> StorageFault.DENIED;
            case 404 ->
                exception.getMessage() != null && exception.getMessage().contains("No such object")
                        ? StorageFault.ALTERED
                        : StorageFault.MISSING;
            case 408 -> StorageFault.TIMED_OUT;
            case 429 -> StorageFault.THROTTLED;
            default -> status >= 500 ? StorageFault.BROKEN : StorageFault.UNKNOWN;
        };
    }

    /** A token could not be had. The authentication library comes with the storage library only in an application. */
    private static boolean isOfCredentials(Throwable cause) {
        return cause.getClass().getName().equals("com.google.auth.oauth2.GoogleAuthException");
    }

    /** The answer has one code for whatever is wrong with what was signed: only its words tell. */
    private static boolean isOfTheClock(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().contains("reasonable timeframe");
    }
}
