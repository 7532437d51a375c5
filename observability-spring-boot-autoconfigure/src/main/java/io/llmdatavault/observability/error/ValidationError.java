package io.llmdatavault.observability.error;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The request is wrong and the caller can correct it. Its message is the one message of all kinds that the caller reads.
 *
 * @since 0.1.0
 */
public non-sealed class ValidationError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    private final List<ValidationViolation> violations;

    private final @Nullable String invalidValue;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected ValidationError(Builder builder) {
        super(builder);
        this.field = builder.field;
        this.violations = builder.violations;
        this.invalidValue = builder.invalidValue;
    }

    /**
     * Starts an error of this kind.
     * @param message what is wrong, as the caller is to read it
     * @return a builder
     */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    /**
     * The field that is wrong, when it is one.
     * @return the field that is wrong; empty when nobody said
     */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /**
     * The rules that were broken.
     * @return an unmodifiable list; empty when nobody said
     */
    public List<ValidationViolation> violations() {
        return violations;
    }

    /**
     * What the caller sent, for the service's own eyes: it is never rendered.
     * @return what the caller sent; empty when nobody said
     */
    public Optional<String> invalidValue() {
        return Optional.ofNullable(invalidValue);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private @Nullable String field;

        private List<ValidationViolation> violations = List.of();

        private @Nullable String invalidValue;

        private Builder(String message) {
            super(ErrorKind.VALIDATION);
            message(message);
        }

        /**
         * The field that is wrong, when it is one.
         * @param field the field that is wrong, when it is one
         * @return this builder
         */
        public Builder field(String field) {
            this.field = Objects.requireNonNull(field, "field");
            return this;
        }

        /**
         * The rules that were broken.
         * @param violations the rules that were broken
         * @return this builder
         */
        public Builder violations(Collection<ValidationViolation> violations) {
            this.violations = List.copyOf(violations);
            return this;
        }

        /**
         * What the caller sent, for the service's own eyes: it is never rendered.
         * @param invalidValue what the caller sent, for the service's own eyes: it is never rendered
         * @return this builder
         */
        public Builder invalidValue(String invalidValue) {
            this.invalidValue = Objects.requireNonNull(invalidValue, "invalidValue");
            return this;
        }

        @Override
        public ValidationError build() {
            return new ValidationError(this);
        }

        @Override
        String defaultMessage() {
            return "The request is wrong and the caller can correct it";
        }
    }
}
