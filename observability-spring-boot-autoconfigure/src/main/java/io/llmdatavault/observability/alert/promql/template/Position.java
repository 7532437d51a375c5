package io.llmdatavault.observability.alert.promql.template;

/** Says where in a text something is, as people count. */
final class Position {

    private Position() {}

    /** Line and column of an index, both from 1: {@code "2:14: "}. */
    static String of(String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(index, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return line + ":" + (index - lineStart + 1) + ": ";
    }
}
