package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Writes the fields {@code RateLimit-Policy} and {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10 into the
 * servlet response of the current thread, as structured fields (RFC 9651). The partition key stays unsaid: it may be a name
 * or an address.
 */
final class ServletLimitHeaders implements LimitHeaders {

    private static final String POLICY = "RateLimit-Policy";

    private static final String STATE = "RateLimit";

    @Override
    public void tell(String name, RequestRate rate, long limit, long remaining, Duration untilReset) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() != null
                && !attributes.getResponse().isCommitted()) {
            String item = "\"" + name + "\";";
            put(
                    attributes.getResponse(),
                    POLICY,
                    item,
                    "q=" + limit + ";w=" + rate.period().toSeconds());
            put(attributes.getResponse(), STATE, item, "r=" + remaining + ";t=" + seconds(untilReset));
        }
    }

    /** One line for each limit; a limit that is asked again replaces its own. */
    private static void put(HttpServletResponse response, String header, String item, String parameters) {
        Collection<String> others = List.copyOf(response.getHeaders(header));
        response.setHeader(header, item + parameters);
        others.stream().filter(other -> !other.startsWith(item)).forEach(other -> response.addHeader(header, other));
    }

    /** Rounded up, as {@code Retry-After} is: who comes then is not too early. */
    private static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
