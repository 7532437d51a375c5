package io.llmdatavault.observability.alert.promql;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how many instructions a regular expression compiles to, without compiling it: {@code (a{100}){10}} has few
 * characters and many instructions. Exact it is not, and need not be; it is never much too low.
 */
final class RegexCost {

    /** Instructions of one expression; what RE2 can run on the stack of any thread. */
    static final int MAXIMUM = 4_000;

    /** A class such as {@code \pL} shares its table, but copies it once. */
    private static final int UNICODE_CLASS = 50;

    private final String text;

    private final Deque<Long> outer = new ArrayDeque<>();

    private int position;

    /** Instructions of the group so far, and of its last part, which a repetition repeats. */
    private long group;

    private long last;

    private RegexCost(String text) {
        this.text = text;
    }

    /** About as many instructions, or {@link Integer#MAX_VALUE}. */
    static int of(String text) {
        return new RegexCost(text).total();
    }

    private int total() {
        while (position < text.length()) {
            step(text.charAt(position++));
            if (group > MAXIMUM || outer.size() > MAXIMUM / 10) {
                return Integer.MAX_VALUE;
            }
        }
        while (!outer.isEmpty()) {
            group += outer.pop();
        }
        return (int) Math.min(group, Integer.MAX_VALUE);
    }

    private void step(char character) {
        switch (character) {
            case '(' -> {
                outer.push(group);
                group = 2;
                last = 0;
            }
            case ')' -> {
                last = group;
                group += outer.isEmpty() ? 0 : outer.pop();
            }
            case '[' -> part(bracketClass());
            case '\\' -> part(escape());
            case '{' -> repeat();
            default -> part(1);
        }
    }

    private void part(long cost) {
        last = cost;
        group += cost;
    }

    private long escape() {
        char kind = position < text.length() ? text.charAt(position++) : 0;
        boolean unicode = kind == 'p' || kind == 'P';
        if ((unicode || kind == 'x') && position < text.length() && text.charAt(position) == '{') {
            int end = text.indexOf('}', position);
            position = end < 0 ? text.length() : end + 1;
        }
        return unicode ? UNICODE_CLASS : 1;
    }

    private long bracketClass() {
        long cost = 1;
        int start = position;
        while (position < text.length()) {
            char character = text.charAt(position++);
            cost++;
            if (character == '\\') {
                cost += escape();
            } else if (character == ']' && position > start + 1) {
                return cost;
            }
        }
        return cost;
    }

    /** {@code {3}}, {@code {3,}} or {@code {3,5}}; anything else is literal. */
    private void repeat() {
        int end = text.indexOf('}', position);
        String counts = end < 0 ? "" : text.substring(position, end);
        if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
            part(1);
            return;
        }
        position = end + 1;
        int comma = counts.indexOf(',');
        int least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
        int most = comma < 0 || comma == counts.length() - 1 ? least : Integer.parseInt(counts.substring(comma + 1));
        long repeated = (last + 1) * Math.max(1, Math.max(least, most));
        group += repeated - last;
        last = repeated;
    }
}
