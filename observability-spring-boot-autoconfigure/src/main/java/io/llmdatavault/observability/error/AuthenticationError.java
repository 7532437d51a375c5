package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The caller is not who it claims to be, or did not say.
 *
 * @since 0.1.0
 */
public non-sealed class AuthenticationError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String reason;

    private final AuthProvider provider;

    private final @Nullable String userIdentifier;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected AuthenticationError(Builder builder) {
        super(builder);
        this.reason = builder.reason;
        this.provider = builder.provider;
        this.userIdentifier = builder.userIdentifier;
    }

    /**
     * Starts an error of this kind.
     * @param reason why, for the service's own eyes
     * @param provider the way of authenticating that was tried
     * @return a builder
     */
    public static Builder builder(String reason, AuthProvider provider) {
        return new Builder(reason, provider);
    }

    /**
     * Why, for the service's own eyes.
     * @return why
     */
    public String reason() {
        return reason;
    }

    /**
     * The way of authenticating that was tried.
     * @return the way of authenticating that was tried
     */
    public AuthProvider provider() {
        return provider;
    }

    /**
     * Who the caller claimed to be.
     * @return who the caller claimed to be; empty when nobody said
     */
    public Optional<String> userIdentifier() {
        return Optional.ofNullable(userIdentifier);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final String reason;

        private final AuthProvider provider;

        private @Nullable String userIdentifier;

        private Builder(String reason, AuthProvider provider) {
            super(ErrorKind.AUTHENTICATION);
            this.reason = Objects.requireNonNull(reason, "reason");
            this.provider = Objects.requireNonNull(provider, "provider");
        }

        /**
         * Who the caller claimed to be.
         * @param userIdentifier who the caller claimed to be
         * @return this builder
         */
        public Builder userIdentifier(String userIdentifier) {
            this.userIdentifier = Objects.requireNonNull(userIdentifier, "userIdentifier");
            return this;
        }

        @Override
        public AuthenticationError build() {
            return new AuthenticationError(this);
        }

        @Override
        String defaultMessage() {
            return "Authentication by " + provider + " failed: " + reason;
        }
    }
}
