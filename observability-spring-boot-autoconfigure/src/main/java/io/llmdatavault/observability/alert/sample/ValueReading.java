package io.llmdatavault.observability.alert.sample;

import java.util.function.DoubleSupplier;

/** Reads one value, which is one series. */
final class ValueReading implements Reading {

    private final SampledSeries series;

    private final DoubleSupplier value;

    ValueReading(SampledSeries series, DoubleSupplier value) {
        this.series = series;
        this.value = value;
    }

    @Override
    public void read(SamplingTarget target) {
        if (series.hasRow(target)) {
            double read;
            try {
                read = value.getAsDouble();
            } catch (Throwable ex) {
                series.unreadable(target, ex);
                return;
            }
            series.write(target, read);
        }
    }

    @Override
    public void release(SamplingTarget target) {
        series.release(target);
    }
}
