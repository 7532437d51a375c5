package io.llmdatavault.observability.error.translate;

import java.util.Locale;

import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import org.jspecify.annotations.Nullable;

/** What a key management service was asked for, whichever it is. */
final class KmsOperations {

    private KmsOperations() {}

    /**
     * Finds an operation in the name of a method or of a resource.
     * @param name as in {@code generateDataKey} or {@code wrapkey}
     * @return {@code null} when the name does not tell
     */
    static @Nullable KmsOperation find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("alias")) {
            return KmsOperation.CREATE_ALIAS;
        }
        if (lower.contains("rotat")) {
            return KmsOperation.ROTATE_KEY;
        }
        if (containsAny(lower, "generate", "datakey", "createkey", "createcryptokey")) {
            return KmsOperation.GENERATE_KEY;
        }
        if (containsAny(lower, "decrypt", "unwrap")) {
            return KmsOperation.DECRYPT_KEY;
        }
        if (containsAny(lower, "encrypt", "wrap")) {
            return KmsOperation.ENCRYPT_KEY;
        }
        return containsAny(lower, "describe", "get") ? KmsOperation.DESCRIBE_KEY : null;
    }

    private static boolean containsAny(String name, String... words) {
        for (String word : words) {
            if (name.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Asking about a key is part of whatever else was asked, so it stands for what is not known. */
    static KmsError.Builder refused(@Nullable KmsOperation operation, KmsProvider provider) {
        return KmsError.builder(operation != null ? operation : KmsOperation.DESCRIBE_KEY, provider, "UNKNOWN");
    }
}
