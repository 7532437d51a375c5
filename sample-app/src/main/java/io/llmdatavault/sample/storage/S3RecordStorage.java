package io.llmdatavault.sample.storage;

import java.util.function.Supplier;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One object in a bucket per object. */
class S3RecordStorage implements RecordStorage {

    private final S3Client s3;

    private final String bucket;

    S3RecordStorage(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public StorageBackend backend() {
        return StorageBackend.S3;
    }

    @Override
    public void write(String key, byte[] content) {
        call(
                StorageErrorKind.WRITE_FAILURE,
                () -> s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    @Override
    public byte[] read(String key) {
        return call(
                StorageErrorKind.READ_FAILURE,
                () -> s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asByteArray());
    }

    @Override
    public void delete(String key) {
        call(
                StorageErrorKind.DELETE_FAILURE,
                () -> s3.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    private static <T> T call(StorageErrorKind kind, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException ex) {
            throw StorageError.builder(known(kind, ex), StorageBackend.S3)
                    .cause(ex)
                    .build();
        }
    }

    /** The exception may know better than the operation what went wrong. */
    private static StorageErrorKind known(StorageErrorKind kind, SdkException cause) {
        if (cause instanceof NoSuchKeyException) {
            return StorageErrorKind.NOT_FOUND;
        }
        if (cause instanceof S3Exception answer && answer.statusCode() == 403) {
            return StorageErrorKind.PERMISSION_DENIED;
        }
        if (cause instanceof ApiCallTimeoutException) {
            return StorageErrorKind.TIMEOUT;
        }
        return cause instanceof SdkClientException ? StorageErrorKind.CONNECTION_FAILED : kind;
    }
}
