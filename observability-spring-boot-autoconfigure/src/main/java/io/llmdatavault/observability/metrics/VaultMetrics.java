package io.llmdatavault.observability.metrics;

import java.time.Duration;

import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens in the metric families of this product. A bean; an application may replace it.
 *
 * <p>Label values must come from bounded sets: an operation is a name such as {@code store_record}, never an id. A
 * value that is absent or blank becomes {@code UNKNOWN}. Beyond
 * {@code vault.observability.metrics.max-series-per-family} new label sets share one series named
 * {@code __overflow__}.
 *
 * <p>Thread-safe, and made for hot paths: after the first call with the same labels nothing is looked up in the
 * registry. Never throws; what goes wrong is warned about once.
 *
 * @since 0.1.0
 */
public interface VaultMetrics {

    /**
     * Counts a request and records its duration. Called for every HTTP request the server handles; applications call
     * it for other kinds of requests.
     * @param method the HTTP method; one that HTTP does not define becomes {@code UNKNOWN}
     * @param path the URI template, as in {@code /records/{id}}, never the path itself; {@code null} when none matched
     * @param status the status code of the answer
     * @param duration how long it took, zero or more
     */
    void recordRequest(@Nullable String method, @Nullable String path, int status, Duration duration);

    /**
     * Counts an error. Called by the error reporter.
     * @param error the error
     * @param operation what was being done
     */
    void recordError(VaultError error, @Nullable String operation);

    /**
     * Counts an operation on a storage backend, its bytes, and records its duration.
     * @param backend the backend
     * @param operation what was done, as in {@code put}
     * @param bytes how many bytes were moved, zero or more
     * @param duration how long it took, zero or more
     * @param success whether it succeeded
     */
    void recordStorageOperation(
            StorageBackend backend, @Nullable String operation, long bytes, Duration duration, boolean success);

    /**
     * Records the duration of a cryptographic operation.
     * @param operation what was done
     * @param algorithm the algorithm, as in {@code AES/GCM/NoPadding}
     * @param duration how long it took, zero or more
     */
    void recordEncryption(CryptoOperation operation, @Nullable String algorithm, Duration duration);

    /**
     * Records the size of a record.
     * @param operation what was done with it, as in {@code store}
     * @param bytes its size, zero or more
     */
    void recordRecordSize(@Nullable String operation, long bytes);

    /**
     * Records the duration of an operation of the application.
     * @param operation what was done, as in {@code rotate_keys}
     * @param success whether it succeeded
     * @param duration how long it took, zero or more
     */
    void recordOperation(@Nullable String operation, boolean success, Duration duration);

    /**
     * Sets a gauge.
     * @param gauge which one
     * @param value its new value
     * @param labelValues one value per label of the gauge, in their order
     */
    void setGauge(VaultGauge gauge, double value, String... labelValues);

    /**
     * Adds one to a gauge, which starts at zero.
     * @param gauge which one
     * @param labelValues one value per label of the gauge, in their order
     */
    void incrementGauge(VaultGauge gauge, String... labelValues);

    /**
     * Takes one from a gauge, which starts at zero. It does not go below zero.
     * @param gauge which one
     * @param labelValues one value per label of the gauge, in their order
     */
    void decrementGauge(VaultGauge gauge, String... labelValues);

    /**
     * Finds a metric family by its name, to record in it what no other method records.
     * @param name the name as Prometheus shows it, as in {@code vault_retry_attempts_total}
     * @return the family
     * @throws IllegalArgumentException when there is no such family; it names those that there are
     */
    VaultMetricFamily family(String name);
}
