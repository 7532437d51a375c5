package io.llmdatavault.observability.alert.sample;

import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.alert.promql.Labels;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import org.jspecify.annotations.Nullable;

/** Reads a meter of a type that Micrometer does not define: each of its measurements is a series. */
final class MeasurementReading implements Reading {

    private static final String STATISTIC = "statistic";

    /**
     * One of the measurements.
     *
     * @param series its series, or {@code null} if nobody selects it
     */
    private record Part(Statistic statistic, @Nullable SampledSeries series) {}

    private final Meter meter;

    private final MeterNames names;

    private final List<Part> parts = new ArrayList<>();

    private MeasurementReading(Meter meter, MeterNames names) {
        this.meter = meter;
        this.names = names;
    }

    /** What reads it, or {@code null} if nobody selects any. */
    static @Nullable Reading of(Meter meter, MeterNames names, SamplingTarget target) {
        for (Statistic statistic : Statistic.values()) {
            if (isSelected(names, statistic, target)) {
                return new MeasurementReading(meter, names);
            }
        }
        return null;
    }

    private static boolean isSelected(MeterNames names, Statistic statistic, SamplingTarget target) {
        return target.selects(names.name() + suffix(statistic)) && target.selects(labels(names, statistic), null);
    }

    private static Labels labels(MeterNames names, Statistic statistic) {
        return names.labels(suffix(statistic), STATISTIC, statistic.toString());
    }

    /** What the registry of Prometheus adds. */
    private static String suffix(Statistic statistic) {
        return switch (statistic) {
            case TOTAL, TOTAL_TIME -> "_sum_total";
            case COUNT -> "_total";
            case MAX -> "_max";
            case VALUE, UNKNOWN -> "_value";
            case ACTIVE_TASKS -> "_active_count";
            case DURATION -> "_duration_sum";
        };
    }

    @Override
    public void read(SamplingTarget target) {
        try {
            int index = 0;
            for (Measurement measurement : meter.measure()) {
                read(part(index++, measurement.getStatistic(), target), measurement, target);
            }
        } catch (Throwable ex) {
            for (Part part : parts) {
                if (part.series() != null) {
                    part.series().skip(target);
                }
            }
            for (Statistic statistic : Statistic.values()) {
                if (isSelected(names, statistic, target)) {
                    target.unreadable(labels(names, statistic), null, ex);
                }
            }
        }
    }

    private static void read(Part part, Measurement measurement, SamplingTarget target) {
        SampledSeries series = part.series();
        if (series != null && series.hasRow(target)) {
            double value;
            try {
                value = measurement.getValue();
            } catch (Throwable ex) {
                series.unreadable(target, ex);
                return;
            }
            series.write(target, value);
        }
    }

    private Part part(int index, Statistic statistic, SamplingTarget target) {
        if (index < parts.size()) {
            Part known = parts.get(index);
            if (known.statistic() == statistic) {
                return known;
            }
            if (known.series() != null) {
                known.series().release(target);
            }
        }
        boolean selected = isSelected(names, statistic, target);
        Part part = new Part(statistic, selected ? series(labels(names, statistic), statistic) : null);
        if (index < parts.size()) {
            parts.set(index, part);
        } else {
            parts.add(part);
        }
        return part;
    }

    private static SampledSeries series(Labels labels, Statistic statistic) {
        return switch (statistic) {
            case TOTAL, TOTAL_TIME, COUNT -> SampledSeries.counter(labels);
            default -> SampledSeries.gauge(labels);
        };
    }

    @Override
    public void release(SamplingTarget target) {
        for (Part part : parts) {
            if (part.series() != null) {
                part.series().release(target);
            }
        }
    }
}
