package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.CryptoOperation;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.VaultError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the meters it has used: a recorded value is one map access and no look-up in the registry. */
final class DefaultVaultMetrics implements VaultMetrics {

    private static final Logger logger = LoggerFactory.getLogger(DefaultVaultMetrics.class);

    private final WarnOnce warning = new WarnOnce(logger, "A metric could not be recorded");

    private final Map<String, MeterFamily> families;

    private final BoundedCache<RequestKey, RequestMeters> requests;

    private final BoundedCache<ErrorKey, Counter> errors;

    private final BoundedCache<StorageKey, StorageMeters> storage;

    private final BoundedCache<EncryptionKey, Timer> encryptions;

    private final BoundedCache<String, DistributionSummary> recordSizes;

    private final BoundedCache<OperationKey, Timer> operations;

    private final Meters meters;

    DefaultVaultMetrics(MeterRegistry registry, SeriesLimit limit) {
        this.meters = new Meters(registry, limit);
        this.families = Arrays.stream(MetricFamily.values())
                .collect(Collectors.toUnmodifiableMap(
                        MetricFamily::prometheusName,
                        family -> new MeterFamily(family, meters, limit.maxSeries(), warning)));
        this.requests = new BoundedCache<>(limit.maxSeries());
        this.errors = new BoundedCache<>(limit.maxSeries());
        this.storage = new BoundedCache<>(limit.maxSeries());
        this.encryptions = new BoundedCache<>(limit.maxSeries());
        this.recordSizes = new BoundedCache<>(limit.maxSeries());
        this.operations = new BoundedCache<>(limit.maxSeries());
    }

    @Override
    public void recordRequest(@Nullable String method, @Nullable String path, int status, Duration duration) {
        try {
            RequestKey key = new RequestKey(Label.ofMethod(method), Label.of(path), Label.ofStatus(status));
            RequestMeters request = requests.get(key, this::requestMeters);
            request.count.increment();
            request.duration.record(duration);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void recordError(VaultError error, @Nullable String operation) {
        try {
            ErrorKey key = new ErrorKey(error.kind(), Label.of(operation), error.retryable());
            errors.get(key, this::errorCounter).increment();
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void recordStorageOperation(
            StorageBackend backend, @Nullable String operation, long bytes, Duration duration, boolean success) {
        try {
            StorageKey key = new StorageKey(backend.name(), Label.of(operation), success);
            StorageMeters meters = storage.get(key, this::storageMeters);
            meters.count.increment();
            meters.bytes.increment((double) Math.max(0, bytes));
            meters.duration.record(duration);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void recordEncryption(CryptoOperation operation, @Nullable String algorithm, Duration duration) {
        try {
            EncryptionKey key = new EncryptionKey(operation, Label.of(algorithm));
            encryptions.get(key, this::encryptionTimer).record(duration);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void recordRecordSize(@Nullable String operation, long bytes) {
        try {
            recordSizes.get(Label.of(operation), this::recordSizeSummary).record((double) bytes);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void recordOperation(@Nullable String operation, boolean success, Duration duration) {
        try {
            OperationKey key = new OperationKey(Label.of(operation), success);
            operations.get(key, this::operationTimer).record(duration);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void setGauge(VaultGauge gauge, double value, String... labelValues) {
        try {
            gauge(gauge, labelValues).set(value);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void incrementGauge(VaultGauge gauge, String... labelValues) {
        try {
            gauge(gauge, labelValues).increment();
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void decrementGauge(VaultGauge gauge, String... labelValues) {
        try {
            gauge(gauge, labelValues).decrement();
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public VaultMetricFamily family(String name) {
        VaultMetricFamily family = families.get(name);
        if (family == null) {
            throw new IllegalArgumentException("There is no metric family '" + name + "'; there are: "
                    + String.join(", ", new TreeSet<>(families.keySet())));
        }
        return family;
    }

    private RequestMeters requestMeters(RequestKey key) {
        return new RequestMeters(
                meters.counter(MetricFamily.REQUESTS, key.method, key.path, key.status),
                meters.timer(MetricFamily.REQUEST_DURATION, key.method, key.path));
    }

    private Counter errorCounter(ErrorKey key) {
        return meters.counter(MetricFamily.ERRORS, key.kind.label(), key.operation, Boolean.toString(key.retryable));
    }

    private StorageMeters storageMeters(StorageKey key) {
        return new StorageMeters(
                meters.counter(
                        MetricFamily.STORAGE_OPERATIONS, key.backend, key.operation, Label.ofSuccess(key.success)),
                meters.counter(MetricFamily.STORAGE_BYTES, key.backend, key.operation),
                meters.timer(MetricFamily.STORAGE_OPERATION_DURATION, key.backend, key.operation));
    }

    private Timer encryptionTimer(EncryptionKey key) {
        return meters.timer(MetricFamily.ENCRYPTION_DURATION, Label.of(key.operation), key.algorithm);
    }

    private DistributionSummary recordSizeSummary(String operation) {
        return meters.summary(MetricFamily.RECORD_SIZE, operation);
    }

    private Timer operationTimer(OperationKey key) {
        return meters.timer(MetricFamily.OPERATION_DURATION, key.operation, Label.ofSuccess(key.success));
    }

    private GaugeValue gauge(VaultGauge gauge, String... labelValues) {
        return Objects.requireNonNull(families.get(gauge.family().prometheusName()))
                .gauge(labelValues);
    }

    private record RequestKey(String method, String path, String status) {}

    private record RequestMeters(Counter count, Timer duration) {}

    private record ErrorKey(ErrorKind kind, String operation, boolean retryable) {}

    private record StorageKey(String backend, String operation, boolean success) {}

    private record StorageMeters(Counter count, Counter bytes, Timer duration) {}

    private record EncryptionKey(CryptoOperation operation, String algorithm) {}

    private record OperationKey(String operation, boolean success) {}
}
