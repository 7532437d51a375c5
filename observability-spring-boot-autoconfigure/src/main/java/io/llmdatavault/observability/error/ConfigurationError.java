package io.llmdatavault.observability.error;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The service is configured wrongly. Thrown while the service starts, it ends start-up with an explanation that names the key, its value and what is expected.
 *
 * @since 0.1.0
 */
public non-sealed class ConfigurationError extends VaultError {

    private static final long serialVersionUID = 1L;

    private final String configKey;

    private final @Nullable String expectedType;

    /**
     * For subclasses that specialise the kind.
     * @param builder the kind's builder, filled
     */
    protected ConfigurationError(Builder builder) {
        super(builder);
        this.configKey = builder.configKey;
        this.expectedType = builder.expectedType;
    }

    /**
     * Starts an error of this kind.
     * @param configKey the key, as in {@code vault.observability.problem.validation-status}
     * @param message what is wrong with it
     * @return a builder
     */
    public static Builder builder(String configKey, String message) {
        return new Builder(configKey, message);
    }

    /**
     * The key, as in {@code vault.observability.problem.validation-status}.
     * @return the key, as in {@code vault.observability.problem.validation-status}
     */
    public String configKey() {
        return configKey;
    }

    /**
     * What to write instead, as in {@code 400 or 422}.
     * @return what to write instead; empty when nobody said
     */
    public Optional<String> expectedType() {
        return Optional.ofNullable(expectedType);
    }

    /**
     * Builds errors of this kind. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VaultError.Builder<Builder> {

        private final String configKey;

        private @Nullable String expectedType;

        private Builder(String configKey, String message) {
            super(ErrorKind.CONFIGURATION);
            this.configKey = Objects.requireNonNull(configKey, "configKey");
            message(message);
        }

        /**
         * What to write instead, as in {@code 400 or 422}.
         * @param expectedType what to write instead, as in {@code 400 or 422}
         * @return this builder
         */
        public Builder expectedType(String expectedType) {
            this.expectedType = Objects.requireNonNull(expectedType, "expectedType");
            return this;
        }

        @Override
        public ConfigurationError build() {
            return new ConfigurationError(this);
        }

        @Override
        String defaultMessage() {
            return "The service is configured wrongly";
        }
    }
}
