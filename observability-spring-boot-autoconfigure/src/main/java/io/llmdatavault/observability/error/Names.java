package io.llmdatavault.observability.error;

import java.util.regex.Pattern;

/**
 * The spelling rules of names that leave the service: in metric labels, problem codes and sentences.
 */
final class Names {

    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z0-9]+(?:_[a-z0-9]+)*");

    private static final Pattern CODE = Pattern.compile("[A-Z0-9]+(?:_[A-Z0-9]+)*");

    private static final int MAX_LENGTH = 64;

    private Names() {}

    static String requireSnakeCase(String name) {
        return require(SNAKE_CASE, name, "lower snake case, as in \"my_backend\"");
    }

    static String requireCode(String code) {
        return require(CODE, code, "upper snake case, as in \"INVOICE_LOCKED\"");
    }

    private static String require(Pattern pattern, String name, String expected) {
        if (name.length() > MAX_LENGTH || !pattern.matcher(name).matches()) {
            throw new IllegalArgumentException("\"%s\" is not a name of at most %d characters in %s"
                    .formatted(name.substring(0, Math.min(name.length(), MAX_LENGTH)), MAX_LENGTH, expected));
        }
        return name;
    }
}
