package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Another service answered with a failure. Its status is kept for the service's own eyes and never passed through.
 *
 * @since 0.1.0
 */
public non-sealed class ExternalServiceError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String service;

    private final String operation;

    private final @Nullable Integer statusCode;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected ExternalServiceError(Builder builder) {
        super(builder);
        this.service = builder.service;
        this.operation = builder.operation;
        this.statusCode = builder.statusCode;
    }

    /**
     * Starts an error of this kind.
     * @param service the name of the other service
     * @param operation what it was asked to do
     * @return a builder
     */
    public static Builder builder(String service, String operation) {
        return new Builder(service, operation);
    }

    /**
     * The name of the other service.
     * @return the name of the other service
     */
    public String service() {
        return service;
    }

    /**
     * What it was asked to do.
     * @return what it was asked to do
     */
    public String operation() {
        return operation;
    }

    /**
     * The HTTP status that it answered with.
     * @return the status, when there was an answer
     */
    public OptionalInt statusCode() {
        return statusCode != null ? OptionalInt.of(statusCode) : OptionalInt.empty();
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final String service;

        private final String operation;

        private @Nullable Integer statusCode;

        private Builder(String service, String operation) {
            super(ErrorKind.EXTERNAL_SERVICE);
            this.service = Objects.requireNonNull(service, "service");
            this.operation = Objects.requireNonNull(operation, "operation");
        }

        /**
         * The HTTP status that it answered with.
         * @param statusCode the HTTP status that it answered with
         * @return this builder
         */
        public Builder statusCode(int statusCode) {
            this.statusCode = statusCode;
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
        public ExternalServiceError build() {
            return new ExternalServiceError(this);
        }

        @Override
        String defaultMessage() {
            return service + " failed: " + operation;
        }
    }
}
