package io.llmdatavault.observability.alert.rule;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.ValueType;
import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * A metric is beyond a threshold. Means what {@link #promql()} says, see {@link Aggregation}. A metric without data,
 * or whose value is {@code NaN}, is beyond nothing. Immutable.
 *
 * @since 0.1.0
 */
public final class MetricThreshold implements AlertCondition {

    private static final String KEY = "condition.metric-threshold";

    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String metric;

    private final Map<String, String> labels;

    private final ThresholdOperator operator;

    private final double threshold;

    private final Aggregation aggregation;

    private final @Nullable Duration window;

    private MetricThreshold(Builder builder, double threshold) {
        this.metric = builder.metric;
        this.labels = Collections.unmodifiableMap(new TreeMap<>(builder.labels));
        this.operator = builder.operator;
        this.threshold = threshold;
        this.aggregation = builder.aggregation;
        this.window = builder.window;
    }

    /**
     * Starts a condition.
     * @param metric the metric as Prometheus shows it, as in {@code vault_errors_total}; for {@link Aggregation#P95} and
     * {@link Aggregation#P99} without {@code _bucket}, as in {@code vault_request_duration_seconds}
     * @return a builder
     */
    public static Builder builder(String metric) {
        return new Builder(metric);
    }

    /**
     * The metric.
     * @return the name as Prometheus shows it
     */
    public String metric() {
        return metric;
    }

    /**
     * The labels that a series must have.
     * @return unmodifiable, sorted by name; an empty value means that the series has no such label
     */
    public Map<String, String> labels() {
        return labels;
    }

    /**
     * How the value is compared.
     * @return the operator
     */
    public ThresholdOperator operator() {
        return operator;
    }

    /**
     * What the value is compared with.
     * @return the threshold, in the unit of the metric
     */
    public double threshold() {
        return threshold;
    }

    /**
     * What is compared.
     * @return the aggregation
     */
    public Aggregation aggregation() {
        return aggregation;
    }

    /**
     * The time that is looked back on.
     * @return positive; empty when the aggregation needs none
     */
    public Optional<Duration> window() {
        return Optional.ofNullable(window);
    }

    @Override
    public String promql() {
        return value() + " " + operator.symbol() + " " + PrometheusText.of(threshold);
    }

    private String value() {
        String selector = PromQlText.selector(aggregation.needsHistogram() ? metric + "_bucket" : metric, labels);
        if (window == null) {
            return aggregation == Aggregation.VALUE
                    ? selector
                    : aggregation.label() + " by (job, instance) (" + selector + ")";
        }
        return switch (aggregation) {
            case INCREASE -> PromQlText.sum(PromQlText.increase(selector, window));
            case RATE -> PromQlText.sum(PromQlText.rate(selector, window));
            case P95 -> quantile("0.95", selector, window);
            case P99 -> quantile("0.99", selector, window);
            case VALUE, SUM, AVG, MIN, MAX -> throw new IllegalStateException("A value has no window");
        };
    }

    private static String quantile(String quantile, String buckets, Duration window) {
        return "histogram_quantile(" + quantile + ", sum by (job, instance, le) (rate(" + buckets
                + PromQlText.range(window) + ")))";
    }

    @Override
    public String toString() {
        return promql();
    }

    /**
     * Builds conditions. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final String metric;

        private final Map<String, String> labels = new TreeMap<>();

        private ThresholdOperator operator = ThresholdOperator.GT;

        private @Nullable Double threshold;

        private Aggregation aggregation = Aggregation.VALUE;

        private @Nullable Duration window;

        private Builder(String metric) {
            this.metric = Objects.requireNonNull(metric, "metric");
        }

        /**
         * Looks only at series that have this label.
         * @param name its name as Prometheus shows it
         * @param value its value; empty for series without the label
         * @return this
         */
        public Builder label(String name, String value) {
            labels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * How the value is compared; {@link ThresholdOperator#GT} when nothing is said.
         * @param operator the operator
         * @return this
         */
        public Builder operator(ThresholdOperator operator) {
            this.operator = Objects.requireNonNull(operator, "operator");
            return this;
        }

        /**
         * What the value is compared with. Required.
         * @param threshold a finite number, in the unit of the metric
         * @return this
         */
        public Builder threshold(double threshold) {
            this.threshold = threshold;
            return this;
        }

        /**
         * What is compared; {@link Aggregation#VALUE} when nothing is said.
         * @param aggregation the aggregation
         * @return this
         */
        public Builder aggregation(Aggregation aggregation) {
            this.aggregation = Objects.requireNonNull(aggregation, "aggregation");
            return this;
        }

        /**
         * The time to look back on. Required where the aggregation needs one, refused elsewhere.
         * @param window at least a millisecond
         * @return this
         */
        public Builder window(Duration window) {
            this.window = Objects.requireNonNull(window, "window");
            return this;
        }

        /**
         * Checks and builds.
         * @return the condition
         * @throws ConfigurationError when something is missing or does not fit together
         */
        public MetricThreshold build() {
            if (!METRIC_NAME.matcher(metric).matches()) {
                throw error("metric", "is not the name of a metric: '" + metric + "'")
                        .expectedType("a name as Prometheus shows it, as in vault_errors_total")
                        .build();
            }
            if (!isReadAsMetric()) {
                throw error("metric", "is a word of the language of Prometheus: '" + metric + "'")
                        .expectedType("the name of a metric, as in vault_errors_total, or write an expr with"
                                + " {__name__=\"" + metric + "\"}")
                        .build();
            }
            labels.keySet().forEach(this::checkLabel);
            if (aggregation.needsHistogram() && metric.endsWith("_bucket")) {
                throw error(
                                "metric",
                                "names the buckets, but aggregation " + aggregation.label() + " adds _bucket itself")
                        .expectedType(metric.substring(0, metric.length() - "_bucket".length()))
                        .build();
            }
            double checked = checkedThreshold();
            checkWindow();
            return new MetricThreshold(this, checked);
        }

        private double checkedThreshold() {
            if (threshold == null) {
                throw error("threshold", "is missing, metric " + metric + " cannot be compared")
                        .expectedType("a number")
                        .build();
            }
            if (!Double.isFinite(threshold)) {
                throw error("threshold", "is " + threshold + ", which metric " + metric + " never crosses")
                        .expectedType("a finite number")
                        .build();
            }
            return threshold;
        }

        /** Some names are numbers or operators where an expression has them. */
        private boolean isReadAsMetric() {
            try {
                return PromQl.parse(metric).type() == ValueType.INSTANT_VECTOR;
            } catch (PromQlException ex) {
                return false;
            }
        }

        private void checkLabel(String name) {
            if (name.equals(Labels.METRIC_NAME)) {
                throw error("labels", "has the label " + name + ", which is the name of the metric")
                        .expectedType("other labels, and set metric to the name")
                        .build();
            }
            if (!LABEL_NAME.matcher(name).matches()) {
                throw error("labels", "is not the name of a label: '" + name + "'")
                        .expectedType("names of letters, digits and underscores, as in error_code")
                        .build();
            }
        }

        private void checkWindow() {
            if (window == null && aggregation.needsWindow()) {
                throw error("window", "is missing, aggregation " + aggregation.label() + " of " + metric + " needs it")
                        .expectedType("a duration, as in 5m")
                        .build();
            }
            if (window != null && !aggregation.needsWindow()) {
                throw error(
                                "window",
                                "is " + DurationText.of(window) + ", but aggregation " + aggregation.label()
                                        + " has no window")
                        .expectedType("nothing (remove it), or set the aggregation to rate, increase, p95 or p99")
                        .build();
            }
            if (window != null && window.toMillis() < 1) {
                throw error("window", "must be positive, but is " + DurationText.of(window))
                        .expectedType("a duration, as in 5m")
                        .build();
            }
        }

        private static ConfigurationError.Builder error(String member, String problem) {
            return ConfigurationError.builder(KEY + "." + member, problem);
        }
    }
}
