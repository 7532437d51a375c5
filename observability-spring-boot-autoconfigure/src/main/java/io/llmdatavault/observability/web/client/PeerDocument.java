package io.llmdatavault.observability.web.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.PlainText;
import io.llmdatavault.observability.web.RequestIds;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParser;

/**
 * The members of a peer's problem, each taken only where it has the type it should have. Texts are bounded, masked and
 * free of control characters.
 */
final class PeerDocument {

    private static final int MAX_VIOLATIONS = 100;

    private static final int MAX_CODE_LENGTH = 64;

    private final Map<String, Object> members;

    private final @Nullable Masker masker;

    private PeerDocument(Map<String, Object> members, @Nullable Masker masker) {
        this.members = members;
        this.masker = masker;
    }

    static PeerDocument parse(@Nullable String body, JsonParser parser, @Nullable Masker masker) {
        return new PeerDocument(body != null ? members(body, parser) : Map.of(), masker);
    }

    private static Map<String, Object> members(String body, JsonParser parser) {
        try {
            // The limit on bytes bounds everything else: the parsers themselves bound only the depth.
            Map<String, Object> members = parser.parseMap(body);
            // The JSON text null is parsed to nothing.
            return Objects.requireNonNullElse(members, Map.of());
        } catch (RuntimeException | StackOverflowError ex) {
            return Map.of();
        }
    }

    /** The kind; {@code null} for a problem that no service with this starter has sent. */
    @Nullable
    ErrorKind kind() {
        if (code() == null || !(members.get("type") instanceof String type)) {
            return null;
        }
        int start = Math.max(type.lastIndexOf('/'), Math.max(type.lastIndexOf(':'), type.lastIndexOf('#'))) + 1;
        String slug = type.substring(start);
        for (ErrorKind kind : ErrorKind.values()) {
            if (kind.slug().equals(slug)) {
                return kind;
            }
        }
        return null;
    }

    /** The code; {@code null} when it is none. The rule is that of {@code VaultError}'s builders. */
    @Nullable
    String code() {
        return members.get("code") instanceof String code && isCode(code) ? code : null;
    }

    private static boolean isCode(String text) {
        boolean words = !text.isEmpty()
                && text.length() <= MAX_CODE_LENGTH
                && text.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        return words && !text.startsWith("_") && !text.endsWith("_") && !text.contains("__");
    }

    boolean retryable() {
        return Boolean.TRUE.equals(members.get("retryable"));
    }

    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text && !text.isBlank() ? clean(name, text) : null;
    }

    String text(String name, String fallback) {
        String text = text(name);
        return text != null ? text : fallback;
    }

    /** An id that can be in a log line as it is. */
    @Nullable
    String id(String name) {
        return members.get(name) instanceof String id && RequestIds.isAcceptable(id) ? id : null;
    }

    long number(String name, long minimum, long fallback) {
        if (!(members.get(name) instanceof Number value)) {
            return fallback;
        }
        boolean whole = value instanceof Integer || value instanceof Long;
        return whole && value.longValue() >= minimum ? value.longValue() : fallback;
    }

    @Nullable
    Instant time(String name) {
        try {
            return members.get(name) instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeException ex) {
            return null;
        }
    }

    /** A constant in kebab case, as in {@code requests-per-second}. */
    <E extends Enum<E>> @Nullable E constant(Class<E> type, String name) {
        return members.get(name) instanceof String text
                ? constantNamed(type, text.toUpperCase(Locale.ROOT).replace('-', '_'))
                : null;
    }

    /** The sub-kind in a code, as in {@code STORAGE_WRITE_FAILURE}. */
    <E extends Enum<E>> @Nullable E subKind(Class<E> type, ErrorKind kind) {
        String code = code();
        String prefix = kind.name() + "_";
        return code != null && code.startsWith(prefix) ? constantNamed(type, code.substring(prefix.length())) : null;
    }

    private static <E extends Enum<E>> @Nullable E constantNamed(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    List<ValidationViolation> violations() {
        List<ValidationViolation> violations = new ArrayList<>();
        if (members.get("errors") instanceof List<?> errors) {
            for (Object error : errors.subList(0, Math.min(errors.size(), MAX_VIOLATIONS))) {
                if (error instanceof Map<?, ?> entry && entry.get("detail") instanceof String detail) {
                    violations.add(new ValidationViolation(field(entry), "peer", null, clean("detail", detail)));
                }
            }
        }
        return List.copyOf(violations);
    }

    private String field(Map<?, ?> error) {
        if (error.get("pointer") instanceof String pointer) {
            return clean("pointer", PeerPointer.path(pointer));
        }
        Object name = error.get("parameter") != null ? error.get("parameter") : error.get("header");
        return name instanceof String text ? clean("name", text) : "";
    }

    private String clean(String name, String text) {
        String plain = PlainText.of(text);
        return masker != null ? masker.mask(name, plain) : plain;
    }
}
