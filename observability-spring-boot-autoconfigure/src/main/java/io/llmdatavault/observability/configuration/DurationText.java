package io.llmdatavault.observability.configuration;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations as people write them in a key, and as it takes them: {@code 90m}, {@code 250ms}. For messages.
 *
 * @since 0.1.0
 */
public final class DurationText {

    /** The largest first. */
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.DAYS,
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS,
            ChronoUnit.MICROS,
            ChronoUnit.NANOS);

    private DurationText() {}

    /**
     * A duration with one unit, the largest in which nothing remains.
     * @param duration any, also a negative one
     * @return a text that Spring Boot converts back to the same duration
     */
    public static String of(Duration duration) {
        if (!duration.isZero()) {
            for (ChronoUnit unit : UNITS) {
                Duration one = unit.getDuration();
                if (one.multipliedBy(duration.dividedBy(one)).equals(duration)) {
                    return DurationStyle.SIMPLE.print(duration, unit);
                }
            }
        }
        return DurationStyle.SIMPLE.print(duration, ChronoUnit.SECONDS);
    }
}
