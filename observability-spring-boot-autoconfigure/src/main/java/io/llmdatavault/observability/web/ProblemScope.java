package io.llmdatavault.observability.web;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which requests are answered with problems: by path, and by what the caller prefers to read. */
final class ProblemScope {

    private final List<PathPattern> paths;

    private final List<PathPattern> excludePaths;

    ProblemScope(List<String> paths, List<String> excludePaths) {
        this.paths = parse(paths);
        this.excludePaths = parse(excludePaths);
    }

    private static List<PathPattern> parse(List<String> patterns) {
        return patterns.stream().map(ProblemScope::parse).toList();
    }

    /** As Spring reads the patterns of handlers: one without a leading slash gets it. */
    static PathPattern parse(String pattern) {
        PathPatternParser parser = PathPatternParser.defaultInstance;
        return parser.parse(parser.initFullPathPattern(pattern));
    }

    boolean covers(PathContainer path) {
        boolean included = paths.isEmpty() || paths.stream().anyMatch(pattern -> pattern.matches(path));
        return included && excludePaths.stream().noneMatch(pattern -> pattern.matches(path));
    }

    /** Whether an HTML page is liked better than JSON (RFC 9110, section 12.5.1), as browsers do. */
    static boolean prefersHtml(@Nullable String accept) {
        if (accept == null || !accept.contains("text/")) {
            return false;
        }
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            double json = Math.max(
                    quality(ranges, MediaType.APPLICATION_JSON), quality(ranges, MediaType.APPLICATION_PROBLEM_JSON));
            return quality(ranges, MediaType.TEXT_HTML) > json;
        } catch (InvalidMediaTypeException ex) {
            return false;
        }
    }

    /** The quality of the most specific range that includes the type; 0 when none does. */
    private static double quality(List<MediaType> ranges, MediaType type) {
        MediaType best = null;
        for (MediaType range : ranges) {
            if (range.includes(type) && (best == null || specificity(range) > specificity(best))) {
                best = range;
            }
        }
        return best != null ? best.getQualityValue() : 0;
    }

    private static int specificity(MediaType range) {
        if (range.isWildcardType()) {
            return 0;
        }
        if (!range.isWildcardSubtype()) {
            return 3;
        }
        return range.getSubtype().equals("*") ? 1 : 2;
    }
}
