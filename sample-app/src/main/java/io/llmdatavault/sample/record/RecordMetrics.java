package io.llmdatavault.sample.record;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.sample.crypto.PayloadCipher;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Measures what happens to records, in the metric families of the starter. */
@Component
class RecordMetrics {

    /** Null when metrics are switched off: the vault works without them. */
    private final @Nullable VaultMetrics metrics;

    RecordMetrics(ObjectProvider<VaultMetrics> metrics) {
        this.metrics = metrics.getIfAvailable();
    }

    void write(StorageBackend backend, long bytes, Runnable work) {
        storage(backend, "put", run(work), done -> bytes);
    }

    byte[] read(StorageBackend backend, Supplier<byte[]> work) {
        return storage(backend, "get", work, content -> content.length);
    }

    void delete(StorageBackend backend, Runnable work) {
        storage(backend, "delete", run(work), done -> 0);
    }

    byte[] crypto(CryptoOperation operation, Supplier<byte[]> work) {
        long start = System.nanoTime();
        byte[] result = work.get();
        if (metrics != null) {
            metrics.recordEncryption(operation, PayloadCipher.ALGORITHM, since(start));
        }
        return result;
    }

    void recordSize(String operation, long bytes) {
        if (metrics != null) {
            metrics.recordRecordSize(operation, bytes);
        }
    }

    private <T> T storage(StorageBackend backend, String operation, Supplier<T> work, ToLongFunction<T> bytes) {
        long start = System.nanoTime();
        long moved = 0;
        boolean success = false;
        try {
            T result = work.get();
            moved = bytes.applyAsLong(result);
            success = true;
            return result;
        } finally {
            if (metrics != null) {
                metrics.recordStorageOperation(backend, operation, moved, since(start), success);
            }
        }
    }

    private static Supplier<Boolean> run(Runnable work) {
        return () -> {
            work.run();
            return true;
        };
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
