package io.llmdatavault.observability.error;

import java.util.Objects;

/**
 * The thing asked for does not exist.
 *
 * @since 0.1.0
 */
public non-sealed class NotFoundError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String resourceType;

    private final String resourceId;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected NotFoundError(Builder builder) {
        super(builder);
        this.resourceType = builder.resourceType;
        this.resourceId = builder.resourceId;
    }

    /**
     * Starts an error of this kind.
     * @param resourceType the type of the thing, as in {@code dataset}; the caller reads it
     * @param resourceId its id, as the caller knows it; the caller reads it
     * @return a builder
     */
    public static Builder builder(String resourceType, String resourceId) {
        return new Builder(resourceType, resourceId);
    }

    /**
     * The type of the thing, as in {@code dataset}; the caller reads it.
     * @return the type of the thing, as in {@code dataset}
     */
    public String resourceType() {
        return resourceType;
    }

    /**
     * Its id, as the caller knows it; the caller reads it.
     * @return its id, as the caller knows it
     */
    public String resourceId() {
        return resourceId;
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final String resourceType;

        private final String resourceId;

        private Builder(String resourceType, String resourceId) {
            super(ErrorKind.NOT_FOUND);
            this.resourceType = Objects.requireNonNull(resourceType, "resourceType");
            this.resourceId = Objects.requireNonNull(resourceId, "resourceId");
        }

        @Override
        public NotFoundError build() {
            return new NotFoundError(this);
        }

        @Override
        String defaultMessage() {
            return resourceType + " " + resourceId + " was not found";
        }
    }
}
