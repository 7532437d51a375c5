package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How failures are translated and reported.
 *
 * @param enabled Whether exceptions are translated and reported.
 * @param recent Number of recent errors to keep in memory, 1 to 10000.
 */
@ConfigurationProperties(value = "vault.observability.errors", ignoreUnknownFields = false)
record ErrorsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("100") int recent) {

    private static final int MAX_RECENT = 10_000;

    ErrorsProperties {
        if (recent < 1 || recent > MAX_RECENT) {
            throw ConfigurationError.builder(
                            "vault.observability.errors.recent", "must be between 1 and 10000, but is " + recent)
                    .expectedType("a number from 1 to 10000")
                    .build();
        }
    }
}
