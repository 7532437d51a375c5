package io.llmdatavault.observability.error;

import java.util.Objects;

/**
 * A key management service failed.
 *
 * @since 0.1.0
 */
public non-sealed class KmsError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final KmsOperation operation;

    private final KmsProvider provider;

    private final String keyId;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected KmsError(Builder builder) {
        super(builder);
        this.operation = builder.operation;
        this.provider = builder.provider;
        this.keyId = builder.keyId;
    }

    /**
     * Starts an error of this kind.
     * @param operation what was asked for
     * @param provider which service
     * @param keyId the key that was meant
     * @return a builder
     */
    public static Builder builder(KmsOperation operation, KmsProvider provider, String keyId) {
        return new Builder(operation, provider, keyId);
    }

    /**
     * What was asked for.
     * @return what was asked for
     */
    public KmsOperation operation() {
        return operation;
    }

    /**
     * Which service.
     * @return which service
     */
    public KmsProvider provider() {
        return provider;
    }

    /**
     * The key that was meant.
     * @return the key that was meant
     */
    public String keyId() {
        return keyId;
    }

    @Override
    String defaultCode() {
        return kind().name() + "_" + operation.name();
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final KmsOperation operation;

        private final KmsProvider provider;

        private final String keyId;

        private Builder(KmsOperation operation, KmsProvider provider, String keyId) {
            super(ErrorKind.KMS);
            this.operation = Objects.requireNonNull(operation, "operation");
            this.provider = Objects.requireNonNull(provider, "provider");
            this.keyId = Objects.requireNonNull(keyId, "keyId");
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
        public KmsError build() {
            return new KmsError(this);
        }

        @Override
        String defaultMessage() {
            return "Key management service " + provider + " failed: " + operation;
        }
    }
}
