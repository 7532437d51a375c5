package io.llmdatavault.observability.metrics;

import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/** The paths whose requests are not recorded. */
final class ExcludedPaths {

    private static final String KEY = "vault.observability.metrics.http.exclude-paths";

    private final List<PathPattern> patterns;

    ExcludedPaths(List<String> patterns) {
        this.patterns = patterns.stream().map(ExcludedPaths::parse).toList();
    }

    private static PathPattern parse(String pattern) {
        PathPatternParser parser = PathPatternParser.defaultInstance;
        try {
            return parser.parse(parser.initFullPathPattern(pattern));
        } catch (PatternParseException ex) {
            throw ConfigurationError.builder(KEY, "\"" + pattern + "\" is not a path pattern: " + ex.getMessage())
                    .expectedType("a path pattern such as /actuator/**")
                    .cause(ex)
                    .build();
        }
    }

    boolean contain(PathContainer path) {
        for (PathPattern pattern : patterns) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }
}
