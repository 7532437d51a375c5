package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

/**
 * A limit that is asked because of where a request goes to.
 *
 * @param name the id of the limit
 * @param patterns the paths it holds for
 * @param key whose permits are counted
 * @param countsBytes whether a request weighs as many permits as its body has bytes
 * @param mayWait whether whoever asks may wait for a shared store
 */
record PathLimit(String name, List<PathPattern> patterns, KeyForm key, boolean countsBytes, boolean mayWait) {

    /** Whether one of the spellings of a path is meant. */
    boolean matches(List<PathContainer> paths) {
        for (PathPattern pattern : patterns) {
            for (PathContainer path : paths) {
                if (pattern.matches(path)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Nullable
    String keyOf(RequestKeys request) {
        return switch (key.kind()) {
            case PRINCIPAL -> request.principal();
            case IP -> request.ip();
            case HEADER -> request.header(key.argument());
            default -> null;
        };
    }

    long permits(LimitedRequest request) {
        return countsBytes ? request.weight() : 1;
    }
}
