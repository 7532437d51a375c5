package io.llmdatavault.observability.error.translate;

import java.util.Locale;

import io.llmdatavault.observability.error.KmsOperation;
import org.jspecify.annotations.Nullable;

/** Finds what a key management service was asked for in the name of a method or in a path. */
final class KmsOperations {

    private KmsOperations() {}

    static @Nullable KmsOperation find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("alias")) {
            return KmsOperation.CREATE_ALIAS;
        }
        if (lower.contains("rotat")) {
            return KmsOperation.ROTATE_KEY;
        }
        if (lower.contains("generate") || lower.contains("datakey") || lower.contains("createkey")) {
            return KmsOperation.GENERATE_KEY;
        }
        if (lower.contains("decrypt") || lower.contains("unwrap")) {
            return KmsOperation.DECRYPT_KEY;
        }
        if (lower.contains("encrypt") || lower.contains("wrap")) {
            return KmsOperation.ENCRYPT_KEY;
        }
        return lower.contains("describe") || lower.contains("getkey") ? KmsOperation.DESCRIBE_KEY : null;
    }
}
