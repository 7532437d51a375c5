package io.llmdatavault.observability.web;

/** Takes out of a text what could break a line, a header or a terminal, and bounds its length. */
final class PlainText {

    static final int MAX_LENGTH = 2000;

    private PlainText() {}

    static String of(String text) {
        int length = Math.min(text.length(), MAX_LENGTH);
        if (length == text.length() && text.codePoints().allMatch(PlainText::isPlain)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(length + 1);
        text.substring(0, length)
                .codePoints()
                .forEach(codePoint -> plain.appendCodePoint(isPlain(codePoint) ? codePoint : ' '));
        return length < text.length() ? plain.append('…').toString() : plain.toString();
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
