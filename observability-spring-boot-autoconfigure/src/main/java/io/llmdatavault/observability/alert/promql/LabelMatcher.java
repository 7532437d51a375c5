package io.llmdatavault.observability.alert.promql;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One condition on a label: {@code status=~"5.."}. A label that a series has not is one with an empty value. Immutable,
 * thread-safe. Regular expressions are those of RE2, match the whole value and take linear time.
 *
 * @since 0.1.0
 */
public final class LabelMatcher {

    /** What is asked of a value. */
    public enum Operator {
        /** {@code =}: the same. */
        EQUAL("="),
        /** {@code !=}: another. */
        NOT_EQUAL("!="),
        /** {@code =~}: one that the regular expression matches. */
        MATCHES("=~"),
        /** {@code !~}: one that the regular expression does not match. */
        MATCHES_NOT("!~");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** As it is written. */
        @Override
        public String toString() {
            return text;
        }
    }

    private final String name;

    private final Operator operator;

    private final String value;

    private final @Nullable LabelRegex regex;

    /**
     * A condition.
     *
     * @throws PromQlException if the operator asks for a regular expression and the value is none, or one too large
     */
    public LabelMatcher(String name, Operator operator, String value) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.regex =
                operator == Operator.MATCHES || operator == Operator.MATCHES_NOT ? LabelRegex.compile(value) : null;
    }

    /** About how many instructions its regular expression has. */
    int cost() {
        return regex == null ? 0 : regex.cost();
    }

    public String name() {
        return name;
    }

    public Operator operator() {
        return operator;
    }

    /** The value, or the regular expression. */
    public String value() {
        return value;
    }

    /** Whether a series with these labels satisfies the condition. */
    public boolean matches(Labels labels) {
        return matches(labels.get(name));
    }

    /** Whether a value satisfies the condition; empty stands for a label that is not there. */
    public boolean matches(String candidate) {
        if (regex != null) {
            return regex.matches(candidate) == (operator == Operator.MATCHES);
        }
        return value.equals(candidate) == (operator == Operator.EQUAL);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LabelMatcher matcher
                && name.equals(matcher.name)
                && operator == matcher.operator
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    /** As it is written: {@code status=~"5.."}. */
    @Override
    public String toString() {
        return Printer.print(this);
    }
}
