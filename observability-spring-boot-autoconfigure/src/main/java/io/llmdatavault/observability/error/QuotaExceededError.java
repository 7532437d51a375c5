package io.llmdatavault.observability.error;

import java.util.Objects;

/**
 * The caller has used up what it may use.
 *
 * @since 0.1.0
 */
public non-sealed class QuotaExceededError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final QuotaType quotaType;

    private final long limit;

    private final long current;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected QuotaExceededError(Builder builder) {
        super(builder);
        this.quotaType = builder.quotaType;
        this.limit = builder.limit;
        this.current = builder.current;
    }

    /**
     * Starts an error of this kind.
     * @param quotaType what is counted
     * @param limit how much is allowed
     * @param current how much there would be
     * @return a builder
     */
    public static Builder builder(QuotaType quotaType, long limit, long current) {
        return new Builder(quotaType, limit, current);
    }

    /**
     * What is counted.
     * @return what is counted
     */
    public QuotaType quotaType() {
        return quotaType;
    }

    /**
     * How much is allowed.
     * @return how much is allowed
     */
    public long limit() {
        return limit;
    }

    /**
     * How much there would be.
     * @return how much there would be
     */
    public long current() {
        return current;
    }

    @Override
    String defaultCode() {
        return kind().name() + "_" + quotaType.name();
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final QuotaType quotaType;

        private final long limit;

        private final long current;

        private Builder(QuotaType quotaType, long limit, long current) {
            super(ErrorKind.QUOTA_EXCEEDED);
            this.quotaType = Objects.requireNonNull(quotaType, "quotaType");
            this.limit = limit;
            this.current = current;
        }

        @Override
        public QuotaExceededError build() {
            return new QuotaExceededError(this);
        }

        @Override
        String defaultMessage() {
            return "Quota of " + limit + " exceeded: " + quotaType;
        }
    }
}
