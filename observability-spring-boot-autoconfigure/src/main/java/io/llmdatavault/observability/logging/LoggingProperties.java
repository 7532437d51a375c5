package io.llmdatavault.observability.logging;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Properties of the logging feature. Bound twice: early from the environment, because log lines come before beans, and
 * once more by the context, which also finds mistyped keys.
 *
 * @param enabled Whether log lines are touched at all. Masking elsewhere, as in spans, has its own switch.
 * @param format Format of log lines on the console and in the log file. Unset leaves Spring Boot's own format.
 * @param masking Masking of secrets.
 */
@ConfigurationProperties(value = LoggingProperties.PREFIX, ignoreUnknownFields = false)
record LoggingProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Format format,
        @DefaultValue Masking masking) {

    static final String PREFIX = "vault.observability.logging";

    private static final String MASKING_PREFIX = PREFIX + ".masking";

    private static final int MAX_KEEP = 64;

    static LoggingProperties from(Environment environment) {
        try {
            return Binder.get(environment).bindOrCreate(PREFIX, LoggingProperties.class);
        } catch (BindException ex) {
            // Name the key that is wrong, not the record that refused it.
            for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigurationError error) {
                    throw error;
                }
            }
            throw ex;
        }
    }

    /** Formats of a log line that are ours. */
    enum Format {

        /** One JSON object a line. */
        JSON
    }

    /**
     * Masking of secrets.
     *
     * @param enabled Whether secrets are masked, in log lines, spans, problems and everywhere else.
     * @param fields Comma-separated list of field names whose values are masked. Replaces the shipped list.
     * @param additionalFields Comma-separated list of field names to mask beyond those in fields.
     * @param keep Number of characters to keep at either end of a long value. Never more than half of it is shown; 0
     * hides everything.
     * @param patterns Comma-separated list of regular expressions. What matches is masked, or only the first group
     * where there is one.
     */
    record Masking(
            @DefaultValue("true") boolean enabled,

            @DefaultValue({
                "password",
                "secret",
                "token",
                "api_key",
                "private_key",
                "access_key",
                "credential",
                "authorization"
            })
            List<String> fields,

            @DefaultValue List<String> additionalFields,
            @DefaultValue("4") int keep,
            @DefaultValue List<String> patterns) {

        Masking {
            if (keep < 0 || keep > MAX_KEEP) {
                throw ConfigurationError.builder(MASKING_PREFIX + ".keep", "The number " + keep + " is out of range")
                        .expectedType("a number from 0 to " + MAX_KEEP)
                        .build();
            }
            checkNames("fields", fields);
            checkNames("additional-fields", additionalFields);
            for (int i = 0; i < patterns.size(); i++) {
                checkPattern(MASKING_PREFIX + ".patterns[" + i + "]", patterns.get(i));
            }
        }

        private static void checkNames(String key, List<String> names) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).chars().noneMatch(Character::isLetterOrDigit)) {
                    throw ConfigurationError.builder(
                                    MASKING_PREFIX + "." + key + "[" + i + "]", "A field name needs a letter or digit")
                            .expectedType("a field name, as in api_key")
                            .build();
                }
            }
        }

        private static void checkPattern(String key, String pattern) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException ex) {
                throw ConfigurationError.builder(key, "The regular expression is broken: " + ex.getDescription())
                        .expectedType("a regular expression of java.util.regex")
                        .cause(ex)
                        .build();
            }
        }
    }
}
