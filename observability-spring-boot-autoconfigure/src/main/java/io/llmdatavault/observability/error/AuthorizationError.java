package io.llmdatavault.observability.error;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The caller is known and may not do this.
 *
 * @since 0.1.0
 */
public non-sealed class AuthorizationError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String reason;

    private final String requiredPermission;

    private final Set<String> actualPermissions;

    private final @Nullable String resourceId;

    private final @Nullable String userId;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected AuthorizationError(Builder builder) {
        super(builder);
        this.reason = builder.reason;
        this.requiredPermission = builder.requiredPermission;
        this.actualPermissions = builder.actualPermissions;
        this.resourceId = builder.resourceId;
        this.userId = builder.userId;
    }

    /**
     * Starts an error of this kind.
     * @param reason why, for the service's own eyes
     * @param requiredPermission the permission that is missing
     * @return a builder
     */
    public static Builder builder(String reason, String requiredPermission) {
        return new Builder(reason, requiredPermission);
    }

    /**
     * Why, for the service's own eyes.
     * @return why
     */
    public String reason() {
        return reason;
    }

    /**
     * The permission that is missing.
     * @return the permission that is missing
     */
    public String requiredPermission() {
        return requiredPermission;
    }

    /**
     * The permissions that the caller has.
     * @return an unmodifiable set; empty when nobody said
     */
    public Set<String> actualPermissions() {
        return actualPermissions;
    }

    /**
     * What the caller wanted to reach.
     * @return what the caller wanted to reach; empty when nobody said
     */
    public Optional<String> resourceId() {
        return Optional.ofNullable(resourceId);
    }

    /**
     * Who the caller is.
     * @return who the caller is; empty when nobody said
     */
    public Optional<String> userId() {
        return Optional.ofNullable(userId);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final String reason;

        private final String requiredPermission;

        private Set<String> actualPermissions = Set.of();

        private @Nullable String resourceId;

        private @Nullable String userId;

        private Builder(String reason, String requiredPermission) {
            super(ErrorKind.AUTHORIZATION);
            this.reason = Objects.requireNonNull(reason, "reason");
            this.requiredPermission = Objects.requireNonNull(requiredPermission, "requiredPermission");
        }

        /**
         * The permissions that the caller has.
         * @param actualPermissions the permissions that the caller has
         * @return this builder
         */
        public Builder actualPermissions(Collection<String> actualPermissions) {
            this.actualPermissions = Set.copyOf(actualPermissions);
            return this;
        }

        /**
         * What the caller wanted to reach.
         * @param resourceId what the caller wanted to reach
         * @return this builder
         */
        public Builder resourceId(String resourceId) {
            this.resourceId = Objects.requireNonNull(resourceId, "resourceId");
            return this;
        }

        /**
         * Who the caller is.
         * @param userId who the caller is
         * @return this builder
         */
        public Builder userId(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
            return this;
        }

        @Override
        public AuthorizationError build() {
            return new AuthorizationError(this);
        }

        @Override
        String defaultMessage() {
            return "Permission " + requiredPermission + " is required: " + reason;
        }
    }
}
