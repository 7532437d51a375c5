package io.llmdatavault.observability.alert.promql;

/**
 * A text that is no PromQL, a query that cannot be evaluated, or one beyond its limits: the only exception of this
 * package. Its message can be shown to whoever wrote the query, and says nothing else. Where a text is wrong, the
 * message has three lines: what is wrong and where, the line of the text, and a caret under the place.
 *
 * @since 0.1.0
 */
public class PromQlException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** How much of a long line is shown on each side of the place. */
    private static final int EXCERPT = 60;

    private final int line;

    private final int column;

    /** A query that cannot be evaluated. */
    public PromQlException(String message) {
        this(message, 0, 0);
    }

    private PromQlException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /**
     * A text that is wrong at one place.
     * @param text the whole text
     * @param position index of the place, at most the length of the text
     * @param problem a sentence without its full stop
     */
    static PromQlException at(String text, int position, String problem) {
        int start = lineStart(text, position);
        int line = 1
                + (int) text.substring(0, start)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
        int column = 1 + text.codePointCount(start, position);
        String message =
                "Line " + line + ", column " + column + ": " + problem + ".\n" + excerpt(text, start, position);
        return new PromQlException(message, line, column);
    }

    private static int lineStart(String text, int position) {
        return position == 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1;
    }

    private static String excerpt(String text, int start, int position) {
        int newline = text.indexOf('\n', position);
        int end = newline < 0 ? text.length() : newline;
        int from = Math.max(start, position - EXCERPT);
        int to = Math.min(end, position + EXCERPT);
        String before = (from > start ? "…" : "") + visible(text.substring(from, position));
        String after = visible(text.substring(position, to)) + (to < end ? "…" : "");
        String indent = " ".repeat(before.codePointCount(0, before.length()));
        return before + after + "\n" + indent + "^";
    }

    /** Tabs would move the caret, other control characters a terminal. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            boolean hidden = Character.isISOControl(character) || (character >= 0xd800 && character <= 0xdfff);
            visible.appendCodePoint(hidden ? ' ' : character);
        });
        return visible.toString();
    }

    /** The line of the text, from 1; 0 where not the text is wrong. */
    public int line() {
        return line;
    }

    /** The character within the line, from 1; 0 where not the text is wrong. */
    public int column() {
        return column;
    }
}
