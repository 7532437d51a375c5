package io.llmdatavault.sample.demo;

import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.sample.storage.RecordStorage;

/** Stores objects, unless the storage is broken or hangs. */
record FaultyStorage(RecordStorage target, Fault fault) implements RecordStorage {

    @Override
    public StorageBackend backend() {
        return target.backend();
    }

    @Override
    public void write(String key, byte[] content) {
        hit();
        target.write(key, content);
    }

    @Override
    public byte[] read(String key) {
        hit();
        return target.read(key);
    }

    @Override
    public void delete(String key) {
        hit();
        target.delete(key);
    }

    private void hit() {
        fault.hit(() -> StorageError.builder(StorageErrorKind.CONNECTION_FAILED, backend())
                .message("The demo has taken the storage away")
                .build());
    }
}
