package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.UriUtils;

/**
 * What one path may be taken for by whoever serves it. Spring's own patterns read it as it was sent, containers and
 * {@code AntPathMatcher} take off dots and doubled slashes first, some handlers the last slash, and handlers of files decode slashes
 * after they were chosen. A limit that knows one of them only can be walked around.
 */
final class PathSpellings {

    /** What is a slash or becomes one when it is decoded: files are found with backslashes, too. */
    private static final Pattern HIDDEN_SLASH = Pattern.compile("%2f|%5c|\\\\", Pattern.CASE_INSENSITIVE);

    private PathSpellings() {}

    /** Of a path as it was sent. */
    static List<PathContainer> of(PathContainer sent) {
        if (isPlain(sent.value())) {
            return List.of(sent);
        }
        PathContainer file = HIDDEN_SLASH.matcher(sent.value()).find() ? file(sent.value()) : null;
        return file == null ? List.of(sent, normal(sent)) : List.of(sent, normal(sent), file);
    }

    /**
     * Of a path as it was sent.
     * @param mapped what the container made of it, decoded; {@code null} or empty where it does not say
     */
    static List<PathContainer> of(PathContainer sent, @Nullable String mapped) {
        List<PathContainer> spellings = of(sent);
        if (mapped == null || mapped.isEmpty() || mapped.equals(sent.value())) {
            return spellings;
        }
        List<PathContainer> all = new ArrayList<>(spellings);
        // What is decoded is not to be decoded again.
        String encoded = UriUtils.encodePath(mapped, StandardCharsets.UTF_8).replace(";", "%3B");
        all.addAll(of(PathContainer.parsePath(encoded)));
        return all;
    }

    /** Whether nobody can read it in two ways. */
    private static boolean isPlain(String path) {
        return !path.contains("//")
                && !path.contains("/.")
                && path.indexOf('%') < 0
                && path.indexOf(';') < 0
                && path.indexOf('\\') < 0
                && (path.length() <= 1 || !path.endsWith("/"));
    }

    /** As handlers of files read it, who decode all of it at once; {@code null} where they cannot, and so find nothing. */
    private static @Nullable PathContainer file(String path) {
        try {
            String decoded = UriUtils.decode(path, StandardCharsets.UTF_8).replace('\\', '/');
            return normal(PathContainer.parsePath(UriUtils.encodePath(decoded, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException ex) {
            return null;
        }
    }

    private static PathContainer normal(PathContainer sent) {
        Deque<String> segments = new ArrayDeque<>();
        for (PathContainer.Element element : sent.elements()) {
            if (element instanceof PathSegment segment) {
                switch (segment.valueToMatch()) {
                    case "", "." -> {}
                    case ".." -> segments.pollLast();
                    default -> segments.addLast(segment.value());
                }
            }
        }
        return PathContainer.parsePath("/" + String.join("/", segments));
    }
}
