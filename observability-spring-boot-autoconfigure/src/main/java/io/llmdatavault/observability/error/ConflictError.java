package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The thing exists already, or changed meanwhile.
 *
 * @since 0.1.0
 */
public non-sealed class ConflictError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String resourceType;

    private final String resourceId;

    private final @Nullable String existingResource;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected ConflictError(Builder builder) {
        super(builder);
        this.resourceType = builder.resourceType;
        this.resourceId = builder.resourceId;
        this.existingResource = builder.existingResource;
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
     * The id of what is in the way.
     * @return the id of what is in the way; empty when nobody said
     */
    public Optional<String> existingResource() {
        return Optional.ofNullable(existingResource);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final String resourceType;

        private final String resourceId;

        private @Nullable String existingResource;

        private Builder(String resourceType, String resourceId) {
            super(ErrorKind.CONFLICT);
            this.resourceType = Objects.requireNonNull(resourceType, "resourceType");
            this.resourceId = Objects.requireNonNull(resourceId, "resourceId");
        }

        /**
         * The id of what is in the way.
         * @param existingResource the id of what is in the way
         * @return this builder
         */
        public Builder existingResource(String existingResource) {
            this.existingResource = Objects.requireNonNull(existingResource, "existingResource");
            return this;
        }

        @Override
        public ConflictError build() {
            return new ConflictError(this);
        }

        @Override
        String defaultMessage() {
            return resourceType + " " + resourceId + " already exists";
        }
    }
}
