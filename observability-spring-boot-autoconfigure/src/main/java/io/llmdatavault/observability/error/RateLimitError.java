package io.llmdatavault.observability.error;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The caller asks too often; it may ask again later.
 *
 * @since 0.1.0
 */
public non-sealed class RateLimitError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final RateLimitType limitType;

    private final long limit;

    private final long current;

    private final @Nullable Instant resetAt;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected RateLimitError(Builder builder) {
        super(builder);
        this.limitType = builder.limitType;
        this.limit = builder.limit;
        this.current = builder.current;
        this.resetAt = builder.resetAt;
    }

    /**
     * Starts an error of this kind.
     * @param limitType what is counted
     * @param limit how many are allowed
     * @return a builder
     */
    public static Builder builder(RateLimitType limitType, long limit) {
        return new Builder(limitType, limit);
    }

    /**
     * What is counted.
     * @return what is counted
     */
    public RateLimitType limitType() {
        return limitType;
    }

    /**
     * How many are allowed.
     * @return how many are allowed
     */
    public long limit() {
        return limit;
    }

    /**
     * How many there were; the limit when not set.
     * @return how many there were
     */
    public long current() {
        return current;
    }

    /**
     * When the count starts again.
     * @return when the count starts again; empty when nobody said
     */
    public Optional<Instant> resetAt() {
        return Optional.ofNullable(resetAt);
    }

    @Override
    String defaultCode() {
        return kind().name() + "_" + limitType.name();
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final RateLimitType limitType;

        private final long limit;

        private long current;

        private @Nullable Instant resetAt;

        private Builder(RateLimitType limitType, long limit) {
            super(ErrorKind.RATE_LIMIT);
            this.limitType = Objects.requireNonNull(limitType, "limitType");
            this.limit = limit;
            this.current = limit;
        }

        /**
         * How many there were; the limit when not set.
         * @param current how many there were
         * @return this builder
         */
        public Builder current(long current) {
            this.current = current;
            return this;
        }

        /**
         * When the count starts again.
         * @param resetAt when the count starts again
         * @return this builder
         */
        public Builder resetAt(Instant resetAt) {
            this.resetAt = Objects.requireNonNull(resetAt, "resetAt");
            return this;
        }

        @Override
        public RateLimitError build() {
            return new RateLimitError(this);
        }

        @Override
        boolean retryableByDefault() {
            return true;
        }

        @Override
        String defaultMessage() {
            return "Rate limit of " + limit + " exceeded: " + limitType;
        }
    }
}
