package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10, as structured
 * fields (RFC 9651). The partition key stays unsaid: it may be a name or an address.
 */
final class LimitFields {

    static final String POLICY = "RateLimit-Policy";

    static final String STATE = "RateLimit";

    private LimitFields() {}

    static String policy(String name, RequestRate rate, long limit) {
        String unit = rate.isOfRequests() ? "" : ";qu=\"" + rate.unit() + "\"";
        String window = rate.hasWindow() ? ";w=" + rate.period().toSeconds() : "";
        return item(name) + "q=" + limit + unit + window;
    }

    /** What is taken until it is given back is there again at no time that anybody knows. */
    static String state(String name, RequestRate rate, long remaining, Duration untilReset) {
        return item(name) + "r=" + remaining + (rate.hasWindow() ? ";t=" + seconds(untilReset) : "");
    }

    /** One line for each limit; a limit that is asked again replaces its own. */
    static List<String> lines(String name, String line, Iterable<String> present) {
        List<String> lines = new ArrayList<>();
        lines.add(line);
        present.forEach(other -> {
            if (!other.startsWith(item(name))) {
                lines.add(other);
            }
        });
        return lines;
    }

    private static String item(String name) {
        return "\"" + name + "\";";
    }

    /** Rounded up, as {@code Retry-After} is: who comes then is not too early. */
    static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
