package io.llmdatavault.observability.diagnostics;

import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Shows the value of a key in a failure analysis: masked, or not at all when the masker itself is configured wrongly. */
final class ShownValue {

    /** Too short a word for the names that are masked in every text; a refused PIN is still close to the right one. */
    private static final String PIN = ".pin";

    private ShownValue() {}

    static String of(@Nullable Environment environment, String key, @Nullable Object value, @Nullable Origin origin) {
        if (environment == null || value == null) {
            return "";
        }
        try {
            String shown = key.endsWith(PIN) ? "***" : Masker.from(environment).mask(key, String.valueOf(value));
            return " (value \"" + shown + "\"" + (origin != null ? ", from " + origin : "") + ")";
        } catch (RuntimeException ex) {
            return "";
        }
    }
}
