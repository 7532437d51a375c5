package io.llmdatavault.observability.resilience.ratelimit;

import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * The configured key of a limit, understood.
 *
 * @param kind where the key is taken from
 * @param argument the name of the header or the expression; empty for the others
 */
record KeyForm(Kind kind, String argument) {

    static final KeyForm NONE = new KeyForm(Kind.NONE, "");

    /** A field name of RFC 9110, section 5.1. */
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final String FORMS = "one of principal, ip, header:<name>, spel:<expression>, none";

    enum Kind {
        NONE,
        PRINCIPAL,
        IP,
        HEADER,
        SPEL;

        boolean needsRequest() {
            return this == PRINCIPAL || this == IP || this == HEADER;
        }
    }

    /**
     * Understands a configured key.
     * @param text the value, {@code null} for a limit without
     * @param configKey where it is configured
     * @return its form
     * @throws ConfigurationError when it is no key
     */
    static KeyForm parse(@Nullable String text, String configKey) {
        if (text == null) {
            return NONE;
        }
        String form = text.strip();
        int colon = form.indexOf(':');
        String argument = form.substring(colon + 1).strip();
        return switch (colon < 0 ? form : form.substring(0, colon + 1)) {
            case "none" -> NONE;
            case "principal" -> new KeyForm(Kind.PRINCIPAL, "");
            case "ip" -> new KeyForm(Kind.IP, "");
            case "header:" -> new KeyForm(Kind.HEADER, requireHeaderName(argument, configKey));
            case "spel:" -> new KeyForm(Kind.SPEL, requireExpression(argument, configKey));
            default -> throw wrong(configKey, "\"" + form + "\" is no form of a key", FORMS);
        };
    }

    private static String requireHeaderName(String name, String configKey) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw wrong(configKey, "\"" + name + "\" is no name of a header", "a header, as in header:X-Api-Key");
        }
        return name;
    }

    private static String requireExpression(String expression, String configKey) {
        if (expression.isEmpty()) {
            throw wrong(configKey, "the expression is empty", "an expression, as in spel:#tenant");
        }
        CallExpressions.parse(expression, configKey);
        return expression;
    }

    private static ConfigurationError wrong(String configKey, String message, String expected) {
        return ConfigurationError.builder(configKey, message)
                .expectedType(expected)
                .build();
    }
}
