package io.llmdatavault.observability.diagnostics;

import java.util.regex.Pattern;

import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Shows the value of a key in a failure analysis: masked, or not at all when the masker itself is configured wrongly. */
final class ShownValue {

    /** Too short a word for the names that are masked in every text; a refused PIN is still close to the right one. */
    private static final String PIN = ".pin";

    /** Says what is counted; the last two words together, as in {@code api.key}, would be those of a secret. */
    private static final Pattern KEY_OF_A_LIMIT =
            Pattern.compile("vault\\.observability\\.rate-limit\\.limits\\.(\\[[^]]*]|[^.\\[]+)\\.key");

    private ShownValue() {}

    static String of(@Nullable Environment environment, String key, @Nullable Object value, @Nullable Origin origin) {
        if (environment == null || value == null) {
            return "";
        }
        try {
            String shown = shown(Masker.from(environment), key, String.valueOf(value));
            return " (value \"" + shown + "\"" + (origin != null ? ", from " + origin : "") + ")";
        } catch (RuntimeException ex) {
            return "";
        }
    }

    private static String shown(Masker masker, String key, String value) {
        if (key.endsWith(PIN)) {
            return "***";
        }
        return KEY_OF_A_LIMIT.matcher(key).matches() ? masker.maskText(value) : masker.mask(key, value);
    }
}
