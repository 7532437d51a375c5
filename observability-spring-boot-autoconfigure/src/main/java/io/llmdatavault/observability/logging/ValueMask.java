package io.llmdatavault.observability.logging;

import io.llmdatavault.observability.logging.SensitiveNames.Sensitivity;

/** What is shown of a secret. */
final class ValueMask {

    /** Shown in place of a secret of which nothing is shown. */
    static final String HIDDEN = "***";

    private static final String GAP = "...";

    /** A shorter value is hidden whole. */
    private static final int MIN_LENGTH = 16;

    /** A longer number is no count of anything. */
    private static final int MAX_COUNT_LENGTH = 9;

    private final int keep;

    ValueMask(int keep) {
        this.keep = keep;
    }

    /** Masks a value found in free text, where a number or {@code null} stands without quotes. */
    String maskInText(String secret, Sensitivity sensitivity, boolean quoted) {
        boolean harmless = !quoted
                && (secret.equals("null") || (sensitivity == Sensitivity.COUNTABLE && isCountOrBoolean(secret)));
        return harmless ? secret : mask(secret, sensitivity);
    }

    String mask(String secret, Sensitivity sensitivity) {
        if (isMasked(secret)) {
            return secret;
        }
        int shown = Math.min(keep, secret.length() / 4);
        if (sensitivity.compareTo(Sensitivity.FULL) >= 0
                || secret.length() < MIN_LENGTH
                || shown == 0
                || !isOneWord(secret)) {
            return HIDDEN;
        }
        int tail = secret.length() - shown;
        if (Character.isLowSurrogate(secret.charAt(shown)) || Character.isLowSurrogate(secret.charAt(tail))) {
            return HIDDEN;
        }
        return secret.substring(0, shown) + GAP + secret.substring(tail);
    }

    /** Text passes here more than once on its way out, so what is masked stays as it is. */
    private boolean isMasked(String secret) {
        if (secret.equals(HIDDEN)) {
            return true;
        }
        int shown = (secret.length() - GAP.length()) / 2;
        return shown > 0
                && shown <= keep
                && shown >= Math.min(keep, MIN_LENGTH / 4)
                && secret.length() == 2 * shown + GAP.length()
                && secret.startsWith(GAP, shown);
    }

    /** A cut through an escape sequence or a JSON object would leave broken text. */
    private static boolean isOneWord(String secret) {
        char first = secret.charAt(0);
        return first != '{' && first != '[' && first != '(' && secret.chars().noneMatch(c -> c == '\\' || c <= ' ');
    }

    private static boolean isCountOrBoolean(String text) {
        return text.equals("true")
                || text.equals("false")
                || (text.length() <= MAX_COUNT_LENGTH
                        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.'));
    }
}
