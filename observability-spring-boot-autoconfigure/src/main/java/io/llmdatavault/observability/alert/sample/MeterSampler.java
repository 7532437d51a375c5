package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.configuration.WarnOnce;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the meters of the one real registry into a store, under the names that Prometheus would see. Reads only what is
 * selected, and holds no lock that a request could wait for. Used by one thread.
 *
 * @since 0.1.0
 */
public final class MeterSampler {

    private static final Logger logger = LoggerFactory.getLogger(MeterSampler.class);

    private static final String UP = "up";

    private final WarnOnce unnamed =
            new WarnOnce(logger, "The series of a meter cannot be found, and it is left out of alerts until they can");

    private final Supplier<? extends Collection<MeterRegistry>> registries;

    private final SampleStore store;

    private final SampleWriter writer;

    private final Supplier<Labels> identity;

    private final SamplingTarget target;

    /** By identity: a meter and its successor have equal ids. */
    private final IdentityHashMap<Meter, Reading[]> readings = new IdentityHashMap<>();

    private @Nullable MeterRegistry registry;

    private @Nullable Labels identityLabels;

    private @Nullable MeterReadings finder;

    private @Nullable SampledSeries up;

    /**
     * A sampler.
     * @param registries where the metrics may be; asked at the first sampling
     * @param store where the samples go
     * @param interval the time between two samplings
     * @param identity labels that every sample gets, {@code job} and {@code instance} among them; asked at the first
     *     sampling
     */
    public MeterSampler(
            Supplier<? extends Collection<MeterRegistry>> registries,
            SampleStore store,
            Duration interval,
            Supplier<Labels> identity) {
        this.registries = registries;
        this.store = store;
        this.writer = store.writer("the meters", interval);
        this.identity = identity;
        this.target = new SamplingTarget(store, writer);
    }

    /**
     * Samples once. A meter that cannot be read stops no other.
     * @param timestamp milliseconds since the epoch, after that of the last sampling
     * @return whether there is a registry that can be read
     */
    public boolean sample(long timestamp) {
        // Chosen anew as long as it is empty: only meters show that a registry counts per step.
        if (registry == null || readings.isEmpty()) {
            MeterRegistry chosen = RegistryChoice.among(registries.get()).orElse(null);
            if (chosen != registry) {
                registry = chosen;
                finder = null;
            }
        }
        if (registry == null) {
            return false;
        }
        if (finder == null) {
            if (identityLabels == null) {
                identityLabels = identity.get();
            }
            finder = new MeterReadings(registry, identityLabels, target);
            up = up(identityLabels);
        }
        List<Meter> meters = registry.getMeters();
        store.startOfSampling();
        writer.begin(timestamp);
        boolean complete = false;
        try {
            sample(meters, finder);
            complete = true;
        } finally {
            // What was not reached has not ended.
            writer.end(complete);
        }
        return true;
    }

    private @Nullable SampledSeries up(Labels labels) {
        Labels all = labels.with(Labels.METRIC_NAME, UP);
        return store.selects(all, null) ? SampledSeries.gauge(all) : null;
    }

    private void sample(List<Meter> meters, MeterReadings known) {
        @Nullable Reading[][] all = new Reading[meters.size()][];
        int found = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = readings.get(meters.get(i));
            found += all[i] == null ? 0 : 1;
        }
        if (found < readings.size()) {
            // First of all, so that the successor of a meter gets its rows.
            forgetOthersThan(meters);
        }
        // Before all others, so that there is room for it: without it, rules take no counter for a new one.
        if (up != null && meters.stream().noneMatch(meter -> isCalledUp(meter.getId())) && up.hasRow(target)) {
            up.write(target, 1);
        }
        for (int i = 0; i < all.length; i++) {
            Reading[] some = all[i];
            for (Reading reading : some == null ? find(meters.get(i), known) : some) {
                reading.read(target);
            }
        }
    }

    private static boolean isCalledUp(Meter.Id id) {
        return UP.equals(id.getName()) && id.getType() == Meter.Type.GAUGE;
    }

    private Reading[] find(Meter meter, MeterReadings known) {
        try {
            Reading[] found = known.of(meter);
            readings.put(meter, found);
            return found;
        } catch (Throwable ex) {
            unnamed.warn(ex);
            try {
                known.unreadable(meter, ex);
            } catch (Throwable nameless) {
                // Said above: no rule can name what has no name.
                unnamed.warn(nameless);
            }
            return new Reading[0];
        }
    }

    private void forgetOthersThan(List<Meter> meters) {
        Set<Meter> present = Collections.newSetFromMap(new IdentityHashMap<>());
        present.addAll(meters);
        List<Meter> gone = new ArrayList<>(readings.keySet());
        gone.removeIf(present::contains);
        for (Meter meter : gone) {
            Reading[] former = readings.remove(meter);
            for (Reading reading : former == null ? new Reading[0] : former) {
                reading.release(target);
            }
        }
    }
}
