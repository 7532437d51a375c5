package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/** Keeps the meters of one family that it has used. */
final class MeterFamily implements VaultMetricFamily {

    private final Map<List<String>, GaugeValue> gauges = new ConcurrentHashMap<>();

    private final BoundedCache<List<String>, Counter> counters;

    private final BoundedCache<List<String>, Timer> timers;

    private final BoundedCache<List<String>, DistributionSummary> summaries;

    private final MetricFamily family;

    private final Meters meters;

    private final WarnOnce warning;

    MeterFamily(MetricFamily family, Meters meters, int maxSeries, WarnOnce warning) {
        this.family = family;
        this.meters = meters;
        this.warning = warning;
        this.counters = new BoundedCache<>(maxSeries);
        this.timers = new BoundedCache<>(maxSeries);
        this.summaries = new BoundedCache<>(maxSeries);
    }

    @Override
    public void increment(String... labelValues) {
        increment(1, labelValues);
    }

    @Override
    public void increment(double amount, String... labelValues) {
        try {
            counters.get(List.of(labelValues), this::counter).increment(amount);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void record(Duration duration, String... labelValues) {
        try {
            timers.get(List.of(labelValues), this::timer).record(duration);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void record(double amount, String... labelValues) {
        try {
            summaries.get(List.of(labelValues), this::summary).record(amount);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void set(double value, String... labelValues) {
        try {
            gauge(labelValues).set(value);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public void observe(DoubleSupplier value, String... labelValues) {
        try {
            require(MetricFamily.Type.GAUGE);
            List<String> values = labels(List.of(labelValues));
            meters.gauge(family, meters.admitted(family, values), value);
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    @Override
    public Runnable observeUntilEnded(DoubleSupplier value, String... labelValues) {
        try {
            require(MetricFamily.Type.GAUGE);
            List<String> values = labels(List.of(labelValues));
            AtomicReference<@Nullable DoubleSupplier> observed = new AtomicReference<>(value);
            Gauge gauge = meters.gauge(family, meters.admitted(family, values), () -> {
                DoubleSupplier supplier = observed.get();
                return supplier == null ? Double.NaN : supplier.getAsDouble();
            });
            return () -> end(gauge, observed);
        } catch (RuntimeException ex) {
            warning.warn(ex);
            return () -> {};
        }
    }

    private void end(Gauge gauge, AtomicReference<@Nullable DoubleSupplier> observed) {
        try {
            // That of another supplier, which came first, still has a value.
            if (observed.getAndSet(null) != null && Double.isNaN(gauge.value())) {
                meters.remove(gauge);
            }
        } catch (RuntimeException ex) {
            warning.warn(ex);
        }
    }

    /** Bounded by the limit, which folds before the key is made. */
    GaugeValue gauge(String... labelValues) {
        List<String> values = List.of(labelValues);
        GaugeValue value = gauges.get(values);
        return value != null ? value : newGauge(values);
    }

    private GaugeValue newGauge(List<String> values) {
        require(MetricFamily.Type.GAUGE);
        return gauges.computeIfAbsent(meters.admitted(family, labels(values)), admitted -> {
            GaugeValue value = new GaugeValue();
            meters.gauge(family, admitted, value::get);
            return value;
        });
    }

    private Counter counter(List<String> values) {
        require(MetricFamily.Type.COUNTER);
        return meters.counter(family, labels(values).toArray(String[]::new));
    }

    private Timer timer(List<String> values) {
        require(MetricFamily.Type.HISTOGRAM);
        if (!family.measuresSeconds()) {
            throw new IllegalArgumentException(family.prometheusName() + " does not measure durations");
        }
        return meters.timer(family, labels(values).toArray(String[]::new));
    }

    private DistributionSummary summary(List<String> values) {
        require(MetricFamily.Type.HISTOGRAM);
        if (family.measuresSeconds()) {
            throw new IllegalArgumentException(family.prometheusName() + " measures durations");
        }
        return meters.summary(family, labels(values).toArray(String[]::new));
    }

    private void require(MetricFamily.Type type) {
        if (family.type() != type) {
            throw new IllegalArgumentException(
                    family.prometheusName() + " is no " + Label.of(type) + " but a " + Label.of(family.type()));
        }
    }

    private static List<String> labels(List<String> values) {
        return values.stream().map(Label::of).toList();
    }
}
