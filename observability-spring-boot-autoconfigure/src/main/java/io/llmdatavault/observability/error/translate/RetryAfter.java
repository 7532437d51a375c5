package io.llmdatavault.observability.error.translate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

/**
 * How long another service asks to wait, by its header {@code Retry-After} (RFC 9110, section 10.2.3: seconds or a date).
 * Public for the starter's own packages.
 *
 * @since 0.1.0
 */
public final class RetryAfter {

    /** Whoever asks for more patience than this has not thought of our callers. */
    private static final Duration MAX = Duration.ofDays(1);

    private final Clock clock;

    /**
     * Reads dates against a clock.
     * @param clock what time it is
     */
    public RetryAfter(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads the value of the header.
     * @param value the value, if there is one
     * @return the time to wait, bounded; {@code null} where it cannot be known what the other service means
     */
    public @Nullable Duration parse(@Nullable String value) {
        try {
            return value != null ? limit(duration(value.strip())) : null;
        } catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
            return null;
        }
    }

    private Duration duration(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Duration.ofSeconds(Long.parseLong(value))
                : Duration.between(clock.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    }

    /**
     * Bounds a time to wait.
     * @param wait what another service asks for
     * @return at least nothing, at most a day
     */
    public static Duration limit(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
