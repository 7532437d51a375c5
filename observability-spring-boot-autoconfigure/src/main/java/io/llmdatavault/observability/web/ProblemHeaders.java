package io.llmdatavault.observability.web;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.VaultError;
import org.springframework.http.HttpHeaders;
import org.springframework.util.CollectionUtils;

/** The headers of a problem: those that Spring gives the exception, and what RFC 9110 asks of 401, 429 and 503. */
final class ProblemHeaders {

    /** Any longer wait is no number of seconds that anybody waits. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

    private final String realm;

    ProblemHeaders(String realm) {
        this.realm = realm.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    HttpHeaders of(Failure failure, int status, OptionalLong retryAfter) {
        // Spring's own map keeps each name twice and in lower case, too: three times the cost for the two or three
        // here.
        HttpHeaders headers =
                new HttpHeaders(CollectionUtils.toMultiValueMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
        failure.springHeaders().forEach((name, values) -> {
            // Spring describes its own body with these.
            if (!name.toLowerCase(Locale.ROOT).startsWith("content-")) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        retryAfter.ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds)));
        if (status == 401 && headers.getFirst(HttpHeaders.WWW_AUTHENTICATE) == null) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, scheme(failure.error()) + " realm=\"" + realm + "\"");
        }
        return headers;
    }

    /** The whole seconds to wait, rounded up; only where RFC 9110 and RFC 6585 know the header. */
    OptionalLong retryAfterSeconds(int status, Failure failure) {
        if (status != 429 && status != 503) {
            return OptionalLong.empty();
        }
        String given = failure.springHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        if (given != null && SECONDS.matcher(given).matches()) {
            return OptionalLong.of(Long.parseLong(given));
        }
        VaultError error = failure.error();
        if (error.retryAfter().isPresent()) {
            return OptionalLong.of(secondsRoundedUp(error.retryAfter().get()));
        }
        return error instanceof RateLimitError rateLimit && rateLimit.resetAt().isPresent()
                ? OptionalLong.of(untilReset(rateLimit))
                : OptionalLong.empty();
    }

    private static long untilReset(RateLimitError error) {
        Duration wait =
                Duration.between(error.context().timestamp(), error.resetAt().orElseThrow());
        return wait.isNegative() ? 0 : secondsRoundedUp(wait);
    }

    private static long secondsRoundedUp(Duration duration) {
        long seconds = duration.getSeconds();
        return duration.getNano() > 0 && seconds < Long.MAX_VALUE ? seconds + 1 : seconds;
    }

    /** RFC 9110 section 11.6.1 asks for a challenge in every 401, also where nobody said how to authenticate. */
    private static String scheme(VaultError error) {
        if (!(error instanceof AuthenticationError authentication)
                || authentication.provider().equals(BareErrors.UNKNOWN_PROVIDER)
                || authentication.provider().equals(AuthProvider.JWT)
                || authentication.provider().equals(AuthProvider.OAUTH2)) {
            return "Bearer";
        }
        if (authentication.provider().equals(AuthProvider.API_KEY)) {
            return "ApiKey";
        }
        if (authentication.provider().equals(AuthProvider.SAML)) {
            return "SAML";
        }
        String name = authentication.provider().name();
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('_', '-');
    }
}
