package io.llmdatavault.observability.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** Makes the meters of the families, or finds them in the registry: slow, so that callers keep what they get. */
final class Meters {

    /** The meter of each family that new label sets share: they come without end, so it is not looked up again. */
    private final Map<MetricFamily, Meter> shared = new ConcurrentHashMap<>();

    private final MeterRegistry registry;

    private final SeriesLimit limit;

    Meters(MeterRegistry registry, SeriesLimit limit) {
        this.registry = registry;
        this.limit = limit;
    }

    Counter counter(MetricFamily family, String... values) {
        return admittedOrShared(
                Counter.class,
                family,
                List.of(values),
                tags -> Counter.builder(family.id())
                        .description(family.description())
                        .baseUnit(family.baseUnit())
                        .tags(tags)
                        .register(registry));
    }

    Timer timer(MetricFamily family, String... values) {
        return admittedOrShared(
                Timer.class,
                family,
                List.of(values),
                tags -> Timer.builder(family.id())
                        .description(family.description())
                        .serviceLevelObjectives(family.buckets().stream()
                                .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                                .toArray(Duration[]::new))
                        .tags(tags)
                        .register(registry));
    }

    DistributionSummary summary(MetricFamily family, String... values) {
        return admittedOrShared(
                DistributionSummary.class,
                family,
                List.of(values),
                tags -> DistributionSummary.builder(family.id())
                        .description(family.description())
                        .baseUnit(family.baseUnit())
                        .serviceLevelObjectives(family.buckets().stream()
                                .mapToDouble(bound -> bound)
                                .toArray())
                        .tags(tags)
                        .register(registry));
    }

    private <M extends Meter> M admittedOrShared(
            Class<M> type, MetricFamily family, List<String> values, Function<Tags, M> factory) {
        List<String> admitted = admitted(family, values);
        return admitted == values
                ? factory.apply(tags(family, values))
                : type.cast(shared.computeIfAbsent(family, key -> factory.apply(tags(key, admitted))));
    }

    Gauge gauge(MetricFamily family, List<String> admittedValues, DoubleSupplier value) {
        return Gauge.builder(family.id(), value, DoubleSupplier::getAsDouble)
                .description(family.description())
                .baseUnit(family.baseUnit())
                .strongReference(true)
                .tags(tags(family, admittedValues))
                .register(registry);
    }

    void remove(Meter meter) {
        registry.remove(meter);
    }

    /** Folded here already: of several registries behind one, the one in front has no filters and no bound. */
    List<String> admitted(MetricFamily family, List<String> values) {
        if (family.labels().size() != values.size()) {
            throw new IllegalArgumentException(family.prometheusName() + " needs one value for each of its labels "
                    + family.labels() + ", but got " + values.size());
        }
        return values.isEmpty() || family.isBoundedByConfiguration() || limit.admits(family, values)
                ? values
                : Collections.nCopies(values.size(), SeriesLimit.OVERFLOW);
    }

    private static Tags tags(MetricFamily family, List<String> values) {
        Stream<Tag> tags = IntStream.range(0, values.size())
                .mapToObj(i -> Tag.of(family.labels().get(i), values.get(i)));
        return Tags.of(tags.toList());
    }
}
