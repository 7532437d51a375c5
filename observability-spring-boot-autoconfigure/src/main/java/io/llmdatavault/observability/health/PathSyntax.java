package io.llmdatavault.observability.health;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/** Whether a configured path is one at all; whether something is there is a state, not a mistake. */
final class PathSyntax {

    private PathSyntax() {}

    static void require(String key, @Nullable String path, String expected) {
        String fault = path == null ? null : fault(path);
        if (fault != null) {
            throw ConfigurationError.builder(key, fault).expectedType(expected).build();
        }
    }

    /** A blank path would be the working directory. */
    private static @Nullable String fault(String path) {
        try {
            return Path.of(path).toString().isBlank() ? "It is empty" : null;
        } catch (InvalidPathException ex) {
            return "It is no path";
        }
    }
}
