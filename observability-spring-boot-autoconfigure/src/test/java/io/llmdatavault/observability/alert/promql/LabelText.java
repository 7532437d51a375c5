package io.llmdatavault.observability.alert.promql;

import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what Go's {@code strconv.Quote} and Prometheus' label sets write: {@code {__name__="up", job="a\"b"}}, also with
 * the metric name before the braces. Written without the parser under test, so that it cannot hide its mistakes.
 */
public final class LabelText {

    private final String text;

    private int position;

    public LabelText(String text, int position) {
        this.text = text;
        this.position = position;
    }

    public static Labels labels(String text) {
        return new LabelText(text, 0).labels();
    }

    /** The index after what was read. */
    public int position() {
        return position;
    }

    public Labels labels() {
        Map<String, String> labels = new TreeMap<>();
        String metric = name();
        if (!metric.isEmpty()) {
            labels.put(Labels.METRIC_NAME, metric);
        }
        if (position < text.length() && text.charAt(position) == '{') {
            position++;
            while (text.charAt(position) != '}') {
                String name = name();
                expect('=');
                labels.put(name, quoted());
                while (text.charAt(position) == ',' || text.charAt(position) == ' ') {
                    position++;
                }
            }
            position++;
        }
        return Labels.of(labels);
    }

    String quoted() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char next = text.charAt(position++); next != '"'; next = text.charAt(position++)) {
            if (next == '\\') {
                escape(text.charAt(position++), value);
            } else {
                value.append(next);
            }
        }
        return value.toString();
    }

    private void escape(char kind, StringBuilder value) {
        switch (kind) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case 'x' -> value.appendCodePoint(hex(2));
            case 'u' -> value.appendCodePoint(hex(4));
            case 'U' -> value.appendCodePoint(hex(8));
            default -> value.append(kind);
        }
    }

    private int hex(int digits) {
        position += digits;
        return Integer.parseInt(text.substring(position - digits, position), 16);
    }

    private String name() {
        int start = position;
        while (position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || "_:".indexOf(text.charAt(position)) >= 0)) {
            position++;
        }
        return text.substring(start, position);
    }

    private void expect(char expected) {
        if (text.charAt(position) != expected) {
            throw new IllegalArgumentException(expected + " expected at " + position + " in " + text);
        }
        position++;
    }
}
