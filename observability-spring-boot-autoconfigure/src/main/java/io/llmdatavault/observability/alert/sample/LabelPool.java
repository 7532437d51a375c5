package io.llmdatavault.observability.alert.sample;

import java.util.HashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Labels;

/**
 * Makes rows share the names and values of their labels, and counts what these texts take. What no row has any more is
 * forgotten at once.
 */
final class LabelPool {

    private static final int MAX_LATIN = 0xff;

    private final Map<String, Text> texts = new HashMap<>();

    private long bytes;

    /** What the characters of all texts take, of each text once. */
    long bytes() {
        return bytes;
    }

    /** Equal labels of shared texts, for one more row. */
    Labels take(Labels labels) {
        Map<String, String> shared = new HashMap<>();
        labels.forEach((name, value) -> shared.put(take(name), take(value)));
        return Labels.of(shared);
    }

    private String take(String text) {
        Text known = texts.get(text);
        if (known == null) {
            known = new Text(text);
            texts.put(text, known);
            bytes += known.bytes();
        }
        known.rows++;
        return known.text;
    }

    /** One row with these labels is gone. */
    void release(Labels labels) {
        labels.forEach((name, value) -> {
            release(name);
            release(value);
        });
    }

    private void release(String text) {
        Text known = texts.get(text);
        if (known != null && --known.rows == 0) {
            texts.remove(text);
            bytes -= known.bytes();
        }
    }

    /** A name or a value, and how often rows have it. */
    private static final class Text {

        private final String text;

        private int rows;

        Text(String text) {
            this.text = text;
        }

        /** As Java keeps it: in one byte for each character, unless one of them does not fit. */
        long bytes() {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) > MAX_LATIN) {
                    return 2L * text.length();
                }
            }
            return text.length();
        }
    }
}
