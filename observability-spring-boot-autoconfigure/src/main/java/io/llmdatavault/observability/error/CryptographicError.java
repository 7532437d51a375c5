package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Encrypting, decrypting, signing, verifying or hashing failed.
 *
 * @since 0.1.0
 */
public non-sealed class CryptographicError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final CryptoOperation operation;

    private final String algorithm;

    private final @Nullable String keyId;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected CryptographicError(Builder builder) {
        super(builder);
        this.operation = builder.operation;
        this.algorithm = builder.algorithm;
        this.keyId = builder.keyId;
    }

    /**
     * Starts an error of this kind.
     * @param operation what was being done
     * @param algorithm the algorithm, as in {@code AES/GCM/NoPadding}
     * @return a builder
     */
    public static Builder builder(CryptoOperation operation, String algorithm) {
        return new Builder(operation, algorithm);
    }

    /**
     * What was being done.
     * @return what was being done
     */
    public CryptoOperation operation() {
        return operation;
    }

    /**
     * The algorithm, as in {@code AES/GCM/NoPadding}.
     * @return the algorithm, as in {@code AES/GCM/NoPadding}
     */
    public String algorithm() {
        return algorithm;
    }

    /**
     * The key that was used.
     * @return the key that was used; empty when nobody said
     */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
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
    public static final class Builder extends VaultError.Builder<Builder> {

        private final CryptoOperation operation;

        private final String algorithm;

        private @Nullable String keyId;

        private Builder(CryptoOperation operation, String algorithm) {
            super(ErrorKind.CRYPTOGRAPHIC);
            this.operation = Objects.requireNonNull(operation, "operation");
            this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        }

        /**
         * The key that was used.
         * @param keyId the key that was used
         * @return this builder
         */
        public Builder keyId(String keyId) {
            this.keyId = Objects.requireNonNull(keyId, "keyId");
            return this;
        }

        @Override
        public CryptographicError build() {
            return new CryptographicError(this);
        }

        @Override
        String defaultMessage() {
            return "Cryptographic operation " + operation + " with " + algorithm + " failed";
        }
    }
}
