package io.llmdatavault.observability.alert.rule;

import java.time.Duration;

import io.llmdatavault.observability.configuration.DurationText;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of conditions check. Keys of their errors begin with {@code condition.}, as nobody knows yet which
 * rule has them.
 */
final class ConditionChecks {

    private final String kind;

    ConditionChecks(String kind) {
        this.kind = kind;
    }

    ConfigurationError error(String member, String problem, String expected) {
        return ConfigurationError.builder("condition." + kind + "." + member, problem)
                .expectedType(expected)
                .build();
    }

    /** Nothing is more than all of something, and less than nothing of it. */
    double percent(@Nullable Double percent) {
        if (percent == null) {
            throw error("threshold-percent", "is missing", "a number from 0 to below 100, as in 90");
        }
        if (!(percent >= 0 && percent < 100)) {
            throw error(
                    "threshold-percent",
                    "must be 0 to below 100, but is " + percent,
                    "a number from 0 to below 100, as in 90");
        }
        return percent;
    }

    void window(Duration window) {
        if (window.toMillis() < 1) {
            throw error("window", "must be positive, but is " + DurationText.of(window), "a duration, as in 5m");
        }
    }

    void atLeastOne(String member, int number) {
        if (number < 1) {
            throw error(member, "must be 1 or more, but is " + number, "a number from 1");
        }
    }
}
