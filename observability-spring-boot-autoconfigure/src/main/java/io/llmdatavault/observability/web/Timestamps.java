package io.llmdatavault.observability.web;

import java.time.Instant;

/**
 * Writes time stamps as {@link Instant#toString()} does. Formatting the date costs as much as a third of the whole body,
 * and failures come in bursts, so the text of the last second is kept. Thread-safe.
 */
final class Timestamps {

    private static final int NANOS_OF_MILLI = 1_000_000;

    /** Immutable, so that a thread sees either the old second or the new one. */
    private volatile Second last = Second.of(0);

    String text(Instant instant) {
        if (instant.getNano() % NANOS_OF_MILLI != 0) {
            return instant.toString();
        }
        Second second = last;
        if (second.epochSecond != instant.getEpochSecond()) {
            second = Second.of(instant.getEpochSecond());
            last = second;
        }
        int millis = instant.getNano() / NANOS_OF_MILLI;
        return millis == 0
                ? second.text + 'Z'
                : second.text + '.' + digit(millis / 100) + digit(millis / 10) + digit(millis) + 'Z';
    }

    private static char digit(int number) {
        return (char) ('0' + number % 10);
    }

    /**
     * A second and its text.
     *
     * @param epochSecond the second
     * @param text its date and time without the {@code Z} at the end
     */
    private record Second(long epochSecond, String text) {

        static Second of(long epochSecond) {
            String text = Instant.ofEpochSecond(epochSecond).toString();
            return new Second(epochSecond, text.substring(0, text.length() - 1));
        }
    }
}
