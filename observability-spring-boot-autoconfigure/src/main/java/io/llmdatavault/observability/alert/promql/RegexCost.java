package io.llmdatavault.observability.alert.promql;

import java.util.ArrayDeque;
import java.util.Deque;

import com.google.re2j.Pattern;

/**
 * Estimates how many instructions a regular expression compiles to, without compiling it: {@code (a{100}){10}} has few
 * characters and many instructions. Exact it is not, and need not be; it is never much too low.
 */
final class RegexCost {

    /** Instructions of one expression; what RE2 can run on the stack of a thread. */
    static final int MAXIMUM = 2_000;

    /** Instructions of all expressions of one query. */
    static final int MAXIMUM_TOTAL = 20 * MAXIMUM;

    /** RE2 refuses to repeat something more often, repetitions within repetitions multiplied. */
    private static final int MAXIMUM_REPETITIONS = 1_000;

    /** What RE2 nests, it follows by recursion: groups, and {@code a{0,9}}, which is {@code (a(a(a…)?)?)?}. */
    private static final int MAXIMUM_GROUPS = 100;

    private static final int MAXIMUM_OPTIONAL = 250;

    /** A class such as {@code \pL} shares its table, but copies it once. */
    private static final int UNICODE_CLASS = 50;

    private static final Pattern COUNTS = Pattern.compile("[0-9]{1,4}(,[0-9]{0,4})?");

    private final String text;

    private final Deque<long[]> outer = new ArrayDeque<>();

    private int position;

    /** Instructions of the group so far, and of its last part, which a repetition repeats. */
    private long group;

    private long last;

    /** How often repetitions within the group repeat, and those within its last part. */
    private long repetitions = 1;

    private long lastRepetitions = 1;

    /** How many of the repetitions may be left out. */
    private int optional;

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
            boolean deep = outer.size() > MAXIMUM_GROUPS || optional > MAXIMUM_OPTIONAL;
            if (deep || group > MAXIMUM || repetitions > MAXIMUM_REPETITIONS) {
                return Integer.MAX_VALUE;
            }
        }
        return (int) Math.min(
                MAXIMUM + 1, group + outer.stream().mapToLong(state -> state[0]).sum());
    }

    private void step(char character) {
        switch (character) {
            case '(' -> {
                outer.push(new long[] {group, repetitions});
                group = 2;
                repetitions = 1;
                last = 0;
            }
            case ')' -> {
                long[] state = outer.isEmpty() ? new long[] {0, 1} : outer.pop();
                last = group;
                lastRepetitions = repetitions;
                group += state[0];
                repetitions = Math.max(repetitions, state[1]);
            }
            case '[' -> part(bracketClass());
            case '\\' -> part(escape());
            case '{' -> repeat();
            case '*', '+', '?' -> group++;
            default -> part(1);
        }
    }

    private void part(long cost) {
        last = cost;
        lastRepetitions = 1;
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
        int end =
                text.substring(position, Math.min(text.length(), position + 10)).indexOf('}');
        String counts = end < 0 ? "" : text.substring(position, position + end);
        if (!COUNTS.matcher(counts).matches()) {
            part(1);
            return;
        }
        position += end + 1;
        int comma = counts.indexOf(',');
        boolean range = comma > 0 && comma < counts.length() - 1;
        int least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
        int most = Math.max(1, range ? Integer.parseInt(counts.substring(comma + 1)) : least);
        long repeated = last * most + Math.max(0, most - least);
        optional += Math.max(0, most - least);
        group += repeated - last;
        last = repeated;
        lastRepetitions *= most;
        repetitions = Math.max(repetitions, lastRepetitions);
    }
}
