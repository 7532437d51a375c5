package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.MetricThreshold;

/** Evaluates a metric threshold over the sampled series. */
final class MetricThresholdEvaluator implements ConditionEvaluator {

    private static final double P95 = 0.95;

    private static final double P99 = 0.99;

    private final MetricThreshold condition;

    private final SeriesStore.Selector selector;

    private final SeriesStore store;

    MetricThresholdEvaluator(MetricThreshold condition, SeriesStore store) {
        this.condition = condition;
        this.selector = selector(condition);
        this.store = store;
    }

    static SeriesStore.Selector selector(MetricThreshold condition) {
        String name = condition.aggregation().needsHistogram() ? condition.metric() + "_bucket" : condition.metric();
        return new SeriesStore.Selector(
                name,
                condition.labels(),
                condition.window().orElse(Duration.ZERO).toNanos());
    }

    @Override
    public Result evaluate(Tick now) {
        List<Series> selected = store.all(selector.name()).stream()
                .filter(series -> selector.matches(series.labels()))
                .toList();
        List<AlertSample> samples = new ArrayList<>();
        if (condition.aggregation() == Aggregation.VALUE) {
            for (Series series : selected) {
                addIfTrue(series.labels(), series.last(), samples);
            }
        } else {
            addIfTrue(Map.of(), aggregate(selected, now), samples);
        }
        return new Result(samples, !selected.isEmpty());
    }

    private void addIfTrue(Map<String, String> labels, double value, List<AlertSample> result) {
        if (condition.operator().test(value, condition.threshold())) {
            result.add(new AlertSample(labels, value));
        }
    }

    private double aggregate(List<Series> selected, Tick now) {
        long window = selector.window();
        long start = now.nanos() - window;
        return switch (condition.aggregation()) {
            case VALUE -> throw new IllegalStateException("A value is not aggregated");
            case SUM -> sum(selected, Series::last);
            case AVG -> selected.isEmpty() ? Double.NaN : sum(selected, Series::last) / selected.size();
            case MIN -> extreme(selected, -1);
            case MAX -> extreme(selected, 1);
            case INCREASE -> increase(selected, start);
            case RATE ->
                increase(selected, start)
                        / (window / (double) Duration.ofSeconds(1).toNanos());
            case P95 -> quantile(P95, selected, start);
            case P99 -> quantile(P99, selected, start);
        };
    }

    private static double sum(List<Series> selected, ToDoubleFunction<Series> value) {
        return selected.isEmpty()
                ? Double.NaN
                : selected.stream().mapToDouble(value).sum();
    }

    /** As in Prometheus, NaN gives way to every number. */
    private static double extreme(List<Series> selected, int sign) {
        double extreme = Double.NaN;
        for (Series series : selected) {
            double value = series.last();
            if (Double.isNaN(extreme) || sign * value > sign * extreme) {
                extreme = value;
            }
        }
        return extreme;
    }

    private static double increase(List<Series> selected, long start) {
        double sum = 0;
        boolean any = false;
        for (Series series : selected) {
            double increase = series.increaseSince(start);
            if (!Double.isNaN(increase)) {
                sum += increase;
                any = true;
            }
        }
        return any ? sum : Double.NaN;
    }

    private static double quantile(double quantile, List<Series> selected, long start) {
        Map<Double, Double> buckets = new TreeMap<>();
        for (Series series : selected) {
            double increase = series.increaseSince(start);
            if (!Double.isNaN(increase)) {
                buckets.merge(bound(series), increase, Double::sum);
            }
        }
        return HistogramQuantile.of(quantile, buckets);
    }

    private static double bound(Series series) {
        String bound = series.labels().getOrDefault("le", "NaN");
        return "+Inf".equals(bound) ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }
}
