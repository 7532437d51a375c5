package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.ValidationError;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/** The limits that hold for paths, for the filters of both stacks. Thread-safe. */
final class PathLimits {

    private static final PathPatternParser PARSER = parser();

    private final RateLimits rateLimits;

    private final List<PathLimit> limits;

    PathLimits(RateLimitProperties properties, RateLimits rateLimits) {
        this.rateLimits = rateLimits;
        this.limits = parse(properties, rateLimits);
    }

    /** An application may match its handlers so; where it does not, nothing is behind the other spelling. */
    private static PathPatternParser parser() {
        PathPatternParser parser = new PathPatternParser();
        parser.setCaseSensitive(false);
        return parser;
    }

    /** In the order of their names: so that which of several refuses a request is not by chance. */
    private static List<PathLimit> parse(RateLimitProperties properties, RateLimits rateLimits) {
        Map<String, RateLimitProperties.Limit> sorted = new TreeMap<>(properties.limits());
        List<PathLimit> limits = new ArrayList<>();
        sorted.forEach((name, limit) -> {
            if (!limit.paths().isEmpty()) {
                limits.add(parse(name, limit, Gate.of(rateLimits, name)));
            }
        });
        return List.copyOf(limits);
    }

    private static PathLimit parse(String name, RateLimitProperties.Limit limit, Gate gate) {
        KeyForm key = KeyForm.parse(limit.key(), RateLimitProperties.LIMITS + name + ".key");
        if (key.kind() == KeyForm.Kind.SPEL) {
            throw ConfigurationError.builder(
                            RateLimitProperties.LIMITS + name + ".key",
                            "\"%s\" reads the call of a method, and a limit with paths is asked before there is one"
                                    .formatted(limit.key()))
                    .expectedType("one of principal, ip, header:<name>, none; or remove the paths and annotate the"
                            + " methods")
                    .build();
        }
        List<PathPattern> patterns =
                limit.paths().stream().map(path -> parse(name, path)).toList();
        boolean countsBytes = Objects.requireNonNull(limit.type()).type() == RateLimitType.BYTES_PER_SECOND;
        return new PathLimit(name, patterns, key, countsBytes, gate.mayWait());
    }

    private static PathPattern parse(String name, String path) {
        if (!path.startsWith("/")) {
            throw wrong(name, "\"" + path + "\" does not start with a slash");
        }
        try {
            return PARSER.parse(path);
        } catch (PatternParseException ex) {
            throw wrong(
                    name,
                    "\"%s\" is no pattern of a path: %s, at position %d"
                            .formatted(path, ex.getMessageType().formatMessage(ex.getInserts()), ex.getPosition()));
        }
    }

    private static ConfigurationError wrong(String name, String message) {
        return ConfigurationError.builder(RateLimitProperties.LIMITS + name + ".paths", message)
                .expectedType("patterns of paths, as in /exports/**")
                .build();
    }

    boolean isEmpty() {
        return limits.isEmpty();
    }

    /** The limits that hold for where a request goes to; mostly none. */
    List<PathLimit> of(LimitedRequest request) {
        List<PathContainer> paths = request.paths();
        List<PathLimit> found = List.of();
        for (PathLimit limit : limits) {
            if (limit.matches(paths)) {
                found = found.isEmpty() ? new ArrayList<>(limits.size()) : found;
                found.add(limit);
            }
        }
        return found;
    }

    /** Whether one of the limits counts the permits of each user: to find out who it is may cost something. */
    static boolean needPrincipal(List<PathLimit> limits) {
        return limits.stream().anyMatch(limit -> limit.key().kind() == KeyForm.Kind.PRINCIPAL);
    }

    /** Whether whoever asks them may wait for a shared store. */
    static boolean mayWait(List<PathLimit> limits) {
        return limits.stream().anyMatch(PathLimit::mayWait);
    }

    /**
     * Asks all of the limits.
     * @return what is to be given back when the answer is complete
     * @throws RateLimitError when one of them has no permits left; then none was taken from the others
     * @throws ValidationError when the request is heavier than one of them
     */
    HeldPermits take(List<PathLimit> asked, LimitedRequest request) {
        return HeldPermits.take(
                asked,
                (limit, wait) ->
                        Gate.of(rateLimits, limit.name()).ask(limit.keyOf(request), limit.permits(request), wait));
    }
}
