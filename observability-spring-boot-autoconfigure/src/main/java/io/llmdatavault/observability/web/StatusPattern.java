package io.llmdatavault.observability.web;

import java.util.Optional;

/**
 * Statuses as operators write them: {@code 404}, {@code 40x} or {@code 4xx}.
 *
 * @param prefix the leading digits
 * @param wildcards how many digits are left open
 */
record StatusPattern(int prefix, int wildcards) {

    private static final int LENGTH = 3;

    static final String EXPECTED = "a status of 400 to 599, as in 404, 40x or 4xx";

    static Optional<StatusPattern> parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (text.length() != LENGTH
                || digits == 0
                || (text.charAt(0) != '4' && text.charAt(0) != '5')
                || !text.substring(digits).replace("x", "").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StatusPattern(Integer.parseInt(text.substring(0, digits)), LENGTH - digits));
    }

    boolean matches(int status) {
        int significant = status;
        for (int i = 0; i < wildcards; i++) {
            significant /= 10;
        }
        return significant == prefix;
    }
}
