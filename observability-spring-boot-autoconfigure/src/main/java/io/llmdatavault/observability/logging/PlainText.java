package io.llmdatavault.observability.logging;

/**
 * Takes out of a text what could break a line, a header or a terminal, and bounds its length: what a caller sent must not
 * write log lines or headers of its own. For this starter's own packages.
 *
 * @since 0.1.0
 */
public final class PlainText {

    /** The length to which texts are cut, in characters. */
    public static final int MAX_LENGTH = 2000;

    private PlainText() {}

    /**
     * Makes one harmless line of any text.
     * @param text any text
     * @return the text with a space for every control character, cut to {@value #MAX_LENGTH} characters; the same
     * instance when nothing had to change
     */
    public static String of(String text) {
        int length = Math.min(text.length(), MAX_LENGTH);
        if (length == text.length() && isPlainAscii(text)) {
            return text;
        }
        if (length == text.length() && text.codePoints().allMatch(PlainText::isPlain)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(length + 1);
        text.substring(0, length)
                .codePoints()
                .forEach(codePoint -> plain.appendCodePoint(isPlain(codePoint) ? codePoint : ' '));
        return length < text.length() ? plain.append('…').toString() : plain.toString();
    }

    /** Nearly all texts are: no look at each character's category is needed. */
    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    // Half a pair: it cannot be encoded.
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
