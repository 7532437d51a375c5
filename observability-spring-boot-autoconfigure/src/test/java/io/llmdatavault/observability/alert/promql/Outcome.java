package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an expression came to, at promtool or here.
 *
 * @param kind how it ended
 * @param samples the samples, a scalar being one without labels; empty unless {@code SAMPLES}
 * @param message what was wrong, in words that differ between the two
 */
public record Outcome(Kind kind, List<Sample> samples, String message) {

    /** Relative difference that is none: both sides compute in doubles, but not in the same order. */
    private static final double TOLERANCE = 1e-9;

    public Outcome {
        samples = samples.stream()
                .sorted(Comparator.comparing(
                                (Sample sample) -> sample.labels().toMap().toString())
                        .thenComparing(Sample::value))
                .toList();
    }

    /** How an expression can end. */
    public enum Kind {
        /** With samples, perhaps none. */
        SAMPLES,
        /** A string or a range vector, which promtool does not show. */
        OTHER_TYPE,
        /** No PromQL. */
        REFUSED,
        /** PromQL, but it cannot be evaluated over this data. */
        FAILED
    }

    public record Sample(Labels labels, double value) {

        boolean isSameAs(Sample other) {
            return labels.equals(other.labels) && isSame(value, other.value);
        }

        @Override
        public String toString() {
            return labels.toMap() + " " + value;
        }
    }

    static Outcome samples(List<Sample> samples) {
        return new Outcome(Kind.SAMPLES, samples, "");
    }

    static Outcome error(Kind kind, String message) {
        return new Outcome(kind, List.of(), message);
    }

    /** What our parser and engine make of it. */
    static Outcome ofEngine(String expression, long timestamp, SeriesSource source) {
        Expression parsed;
        try {
            parsed = PromQl.parse(expression);
        } catch (PromQlException ex) {
            return error(Kind.REFUSED, String.valueOf(ex.getMessage()));
        }
        try {
            return of(new QueryEngine(QueryLimits.DEFAULT).evaluate(parsed, timestamp, source));
        } catch (PromQlException ex) {
            return error(Kind.FAILED, String.valueOf(ex.getMessage()));
        }
    }

    private static Outcome of(Value value) {
        List<Sample> samples = new ArrayList<>();
        if (value instanceof ScalarValue scalar) {
            samples.add(new Sample(Labels.EMPTY, scalar.value()));
        } else if (value instanceof InstantVector vector) {
            for (int i = 0; i < vector.size(); i++) {
                samples.add(new Sample(vector.labels(i), vector.value(i)));
            }
        } else {
            return error(Kind.OTHER_TYPE, value.type().toString());
        }
        return samples(samples);
    }

    boolean isEmpty() {
        return kind == Kind.SAMPLES && samples.isEmpty();
    }

    boolean isSameAs(Outcome other) {
        if (kind != other.kind || samples.size() != other.samples.size()) {
            return false;
        }
        for (int i = 0; i < samples.size(); i++) {
            if (!samples.get(i).isSameAs(other.samples.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** NaN is NaN, whatever its bits; an infinity is itself only; the sign of zero does not count. */
    public static boolean isSame(double one, double other) {
        if (Double.isNaN(one) || Double.isNaN(other) || Double.isInfinite(one) || Double.isInfinite(other)) {
            return Double.compare(one, other) == 0;
        }
        return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SAMPLES -> samples.toString();
            case OTHER_TYPE, REFUSED, FAILED -> kind + ": " + message;
        };
    }
}
