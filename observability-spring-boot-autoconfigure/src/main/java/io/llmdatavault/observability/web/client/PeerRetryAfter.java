package io.llmdatavault.observability.web.client;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** How long a peer asks to wait: in the header (RFC 9110, section 10.2.3: seconds or a date), else in the body. */
final class PeerRetryAfter {

    /** Whoever asks for more patience than this has not thought of our callers. */
    private static final Duration MAX = Duration.ofDays(1);

    private final Clock clock;

    PeerRetryAfter(Clock clock) {
        this.clock = clock;
    }

    @Nullable
    Duration of(HttpHeaders headers, PeerDocument document) {
        String header = headers.getFirst(HttpHeaders.RETRY_AFTER);
        Duration wait = header != null ? parse(header.strip()) : null;
        if (wait == null) {
            long seconds = document.number("retryAfter", 0, -1);
            wait = seconds >= 0 ? Duration.ofSeconds(seconds) : null;
        }
        return wait != null ? limit(wait) : null;
    }

    private @Nullable Duration parse(String value) {
        try {
            if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(value));
            }
            return Duration.between(clock.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
            // What the peer means cannot be known: as if it had said nothing.
            return null;
        }
    }

    private static Duration limit(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
