package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Random;

/** The leaves of random expressions: selectors of the series of {@link RandomSeries}, with ranges and shifts. */
final class RandomSelectors {

    private static final List<String> RANGES = List.of("30s", "1m", "90s", "2m", "100s", "3m20s", "5m", "45s500ms");

    private static final List<String> STEPS = List.of("15s", "30s", "7s", "1m", "", "20s");

    /** Those that give something more often stand more often. */
    private static final List<String> FULL_MATCHERS = List.of(
            "",
            "",
            "",
            "",
            "",
            "{}",
            "{job=\"x\"}",
            "{job!=\"x\"}",
            "{path=~\"1|2\"}",
            "{path!~\"2\"}",
            "{job=~\".+\",path=\"1\"}",
            "{version=\"\"}",
            "{job=~\"[xy]\"}",
            "{path=~\"\\\\d\"}",
            "{job=\"nosuch\"}",
            "{path!=\"\"}",
            "{job=~'x|nosuch',}");

    private final Random random;

    RandomSelectors(Random random) {
        this.random = random;
    }

    /** Series with job and path. */
    String full() {
        return fullSelector() + shift();
    }

    /** Series with job, and perhaps a version. */
    String job() {
        return one(List.of("info", "info", "born", "single", "info{version=~'0|1'}")) + shift();
    }

    String buckets() {
        return one(List.of("size_bucket", "size_bucket", "size_bucket{job=\"x\"}"));
    }

    String fullRange() {
        return fullSelector() + "[" + range() + "]" + shift();
    }

    String jobRange() {
        return one(List.of("born", "single", "info")) + "[" + range() + "]" + shift();
    }

    String subquery(String expression) {
        boolean bare = expression.matches("\\w+(\\{[^}]*})?|\\w+\\(.*\\)") && balanced(expression);
        String shift = shift();
        // Where a subquery starts at the time of the query itself, 2.42 forgets its offset in the times of @ below it.
        boolean forgotten = expression.contains("@") && shift.contains("offset -");
        return (bare ? expression : "(" + expression + ")") + "[" + range() + ":" + one(STEPS) + "]"
                + (forgotten ? "" : shift);
    }

    /** Whether the last parenthesis closes the first, so that a range after it takes all in. */
    private static boolean balanced(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char next = expression.charAt(i);
            depth += next == '(' ? 1 : next == ')' ? -1 : 0;
            if (next == ')' && depth == 0 && i < expression.length() - 1) {
                return false;
            }
        }
        return true;
    }

    String range() {
        return one(RANGES);
    }

    private String fullSelector() {
        String metric = one(List.of("counter", "counter", "gauge", "gauge", "level", "odd"));
        return switch (random.nextInt(40)) {
            case 0 -> "{__name__=\"" + metric + "\"}";
            case 1 -> "{__name__=~\"" + metric + "|nosuch\",job=\"x\"}";
            case 2 -> "{__name__=~\"gauge|level\"}"; // equal but for their names: often an error
            case 3 -> "nosuch{job=\"x\",path=\"1\"}";
            default -> metric + one(FULL_MATCHERS);
        };
    }

    private String shift() {
        return switch (random.nextInt(24)) {
            case 0 -> " offset " + range();
            case 1 -> " offset -" + range();
            case 2 -> " @ " + (120 + random.nextInt(600)) + one(List.of("", ".5", ".125"));
            case 3 -> one(List.of(" @ start()", " @ end()"));
            case 4 -> " @ " + (120 + random.nextInt(600)) + " offset " + range();
            case 5 -> " offset " + one(List.of("", "-")) + range() + " @ end()";
            default -> "";
        };
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
