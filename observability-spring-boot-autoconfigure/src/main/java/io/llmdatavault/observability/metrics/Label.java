package io.llmdatavault.observability.metrics;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Makes label values. */
final class Label {

    static final String UNKNOWN = "UNKNOWN";

    private static final int FIRST_STATUS = 100;

    private static final String[] STATUSES = statuses();

    private Label() {}

    static String of(@Nullable String value) {
        return value == null || value.isBlank() ? UNKNOWN : value;
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String ofSuccess(boolean success) {
        return success ? "success" : "failure";
    }

    /** The methods of RFC 9110 and RFC 5789; a caller can make up any other. */
    static String ofMethod(@Nullable String method) {
        if (method == null) {
            return UNKNOWN;
        }
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" -> method;
            default -> UNKNOWN;
        };
    }

    static String ofStatus(int status) {
        int index = status - FIRST_STATUS;
        return index >= 0 && index < STATUSES.length ? STATUSES[index] : UNKNOWN;
    }

    private static String[] statuses() {
        String[] statuses = new String[500];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = Integer.toString(FIRST_STATUS + i);
        }
        return statuses;
    }
}
