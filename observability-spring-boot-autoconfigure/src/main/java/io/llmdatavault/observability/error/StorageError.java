package io.llmdatavault.observability.error;

import java.util.Objects;

/**
 * An object store or file system failed.
 *
 * @since 0.1.0
 */
public non-sealed class StorageError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final StorageErrorKind storageErrorKind;

    private final StorageBackend backend;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected StorageError(Builder builder) {
        super(builder);
        this.storageErrorKind = builder.storageErrorKind;
        this.backend = builder.backend;
    }

    /**
     * Starts an error of this kind.
     * @param storageErrorKind what it failed at
     * @param backend which backend
     * @return a builder
     */
    public static Builder builder(StorageErrorKind storageErrorKind, StorageBackend backend) {
        return new Builder(storageErrorKind, backend);
    }

    /**
     * What it failed at.
     * @return what it failed at
     */
    public StorageErrorKind storageErrorKind() {
        return storageErrorKind;
    }

    /**
     * Which backend.
     * @return which backend
     */
    public StorageBackend backend() {
        return backend;
    }

    @Override
    String defaultCode() {
        return kind().name() + "_" + storageErrorKind.name();
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.RetryableBuilder<Builder> {

        private final StorageErrorKind storageErrorKind;

        private final StorageBackend backend;

        private Builder(StorageErrorKind storageErrorKind, StorageBackend backend) {
            super(ErrorKind.STORAGE);
            this.storageErrorKind = Objects.requireNonNull(storageErrorKind, "storageErrorKind");
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /**
         * Whether the same call may succeed later. By default a failed connection and a time-out are.
         * @param retryable {@code true} when trying again makes sense
         * @return this builder
         */
        public Builder retryable(boolean retryable) {
            return retryableAs(retryable);
        }

        @Override
        public StorageError build() {
            return new StorageError(this);
        }

        @Override
        boolean retryableByDefault() {
            return storageErrorKind == StorageErrorKind.CONNECTION_FAILED
                    || storageErrorKind == StorageErrorKind.TIMEOUT;
        }

        @Override
        String defaultMessage() {
            return "Storage backend " + backend + " failed: " + storageErrorKind;
        }
    }
}
