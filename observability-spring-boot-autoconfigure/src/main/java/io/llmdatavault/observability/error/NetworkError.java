package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A connection failed.
 *
 * @since 0.1.0
 */
public non-sealed class NetworkError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final @Nullable String endpoint;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected NetworkError(Builder builder) {
        super(builder);
        this.endpoint = builder.endpoint;
    }

    /**
     * Starts an error of this kind.
     * @param message what happened
     * @return a builder
     */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    /**
     * The address that was meant.
     * @return the address that was meant; empty when nobody said
     */
    public Optional<String> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private @Nullable String endpoint;

        private Builder(String message) {
            super(ErrorKind.NETWORK);
            message(message);
        }

        /**
         * The address that was meant.
         * @param endpoint the address that was meant
         * @return this builder
         */
        public Builder endpoint(String endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Whether the same call may succeed later. By default it is not.
         * @param retryable {@code true} when trying again makes sense
         * @return this builder
         */
        public Builder retryable(boolean retryable) {
            return retryableAs(retryable);
        }

        @Override
        public NetworkError build() {
            return new NetworkError(this);
        }

        @Override
        String defaultMessage() {
            return "A connection failed";
        }
    }
}
