package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * How a value is compared with a threshold. {@code NaN} compares false with everything, as it does in Prometheus.
 *
 * @since 0.1.0
 */
public enum ThresholdOperator {

    /** Greater than: {@code >}. */
    GT(">"),

    /** Greater than or equal: {@code >=}. */
    GTE(">="),

    /** Less than: {@code <}. */
    LT("<"),

    /** Less than or equal: {@code <=}. */
    LTE("<="),

    /** Equal: {@code ==}. */
    EQ("==");

    private final String symbol;

    ThresholdOperator(String symbol) {
        this.symbol = symbol;
    }

    /**
     * Compares.
     * @param value the value on the left
     * @param threshold the threshold on the right
     * @return whether the comparison is true
     */
    public boolean test(double value, double threshold) {
        return switch (this) {
            case GT -> value > threshold;
            case GTE -> value >= threshold;
            case LT -> value < threshold;
            case LTE -> value <= threshold;
            case EQ -> value == threshold;
        };
    }

    /**
     * The operator in the language of Prometheus.
     * @return as in {@code >=}
     */
    public String symbol() {
        return symbol;
    }

    /**
     * The name as configuration writes it.
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
