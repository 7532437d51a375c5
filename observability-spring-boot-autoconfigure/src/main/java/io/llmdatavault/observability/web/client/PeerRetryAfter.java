package io.llmdatavault.observability.web.client;

import java.time.Clock;
import java.time.Duration;

import io.llmdatavault.observability.error.translate.RetryAfter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** How long a peer asks to wait: in the header, else in the body. */
final class PeerRetryAfter {

    private final RetryAfter header;

    PeerRetryAfter(Clock clock) {
        this.header = new RetryAfter(clock);
    }

    @Nullable
    Duration of(HttpHeaders headers, PeerDocument document) {
        Duration wait = header.parse(headers.getFirst(HttpHeaders.RETRY_AFTER));
        if (wait != null) {
            return wait;
        }
        long seconds = document.number("retryAfter", 0, -1);
        return seconds >= 0 ? RetryAfter.limit(Duration.ofSeconds(seconds)) : null;
    }
}
