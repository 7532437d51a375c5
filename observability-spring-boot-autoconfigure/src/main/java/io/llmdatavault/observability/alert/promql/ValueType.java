package io.llmdatavault.observability.alert.promql;

/**
 * The four types of PromQL. What an expression gives is known when it is parsed.
 *
 * @since 0.1.0
 */
public enum ValueType {

    /** A number, without labels. */
    SCALAR("scalar"),

    /** A text. */
    STRING("string"),

    /** One sample for each of a set of series. */
    INSTANT_VECTOR("instant vector"),

    /** The samples of a time range for each of a set of series. */
    RANGE_VECTOR("range vector");

    private final String text;

    ValueType(String text) {
        this.text = text;
    }

    /** As messages of Prometheus write it: {@code instant vector}. */
    @Override
    public String toString() {
        return text;
    }
}
