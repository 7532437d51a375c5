package io.llmdatavault.observability.error;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Something took too long.
 *
 * @since 0.1.0
 */
public non-sealed class TimeoutError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String operation;

    private final Duration duration;

    private final @Nullable Instant deadline;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected TimeoutError(Builder builder) {
        super(builder);
        this.operation = builder.operation;
        this.duration = builder.duration;
        this.deadline = builder.deadline;
    }

    /**
     * Starts an error of this kind.
     * @param operation what took too long
     * @param duration how long it was given
     * @return a builder
     */
    public static Builder builder(String operation, Duration duration) {
        return new Builder(operation, duration);
    }

    /**
     * What took too long.
     * @return what took too long
     */
    public String operation() {
        return operation;
    }

    /**
     * How long it was given.
     * @return how long it was given
     */
    public Duration duration() {
        return duration;
    }

    /**
     * When it should have been done.
     * @return when it should have been done; empty when nobody said
     */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final String operation;

        private final Duration duration;

        private @Nullable Instant deadline;

        private Builder(String operation, Duration duration) {
            super(ErrorKind.TIMEOUT);
            this.operation = Objects.requireNonNull(operation, "operation");
            this.duration = Objects.requireNonNull(duration, "duration");
        }

        /**
         * When it should have been done.
         * @param deadline when it should have been done
         * @return this builder
         */
        public Builder deadline(Instant deadline) {
            this.deadline = Objects.requireNonNull(deadline, "deadline");
            return this;
        }

        @Override
        public TimeoutError build() {
            return new TimeoutError(this);
        }

        @Override
        boolean retryableByDefault() {
            return true;
        }

        @Override
        String defaultMessage() {
            return operation + " took longer than " + duration;
        }
    }
}
