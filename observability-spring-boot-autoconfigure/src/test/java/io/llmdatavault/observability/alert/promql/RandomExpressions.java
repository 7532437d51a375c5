package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Random;

/**
 * Well-typed expressions over the series of {@link RandomSeries}. Labels are kept track of, so that most find partners.
 *
 * <p>What depends on the last bit of a double or on an order that Prometheus leaves open is not asked for: Go's and
 * Java's logarithms differ in that bit, and promtool adds up in another order each time. A comparison, a rounding
 * or a sine of something large turns such a bit into another result, so that their operands are <em>steady</em>: without functions of the mathematics
 * library and without sums of anything but samples, which are exact. Which of equals {@code topk} keeps is left open,
 * too: it stands outermost, where {@link Ties} knows how to compare it, or below a count.
 */
public final class RandomExpressions {

    /** The labels that the series of an expression have. */
    private enum Shape {
        FULL,
        JOB,
        NONE
    }

    private static final List<String> MATHEMATICS = List.of(
            "sqrt", "exp", "ln", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh",
            "asinh", "acosh", "atanh", "deg", "rad");

    private static final List<String> CALENDAR =
            List.of("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year");

    /** Without those that extrapolate: our order of multiplications is not Go's. */
    private static final List<String> STEADY_RANGE_FUNCTIONS = List.of(
            "irate",
            "idelta",
            "changes",
            "resets",
            "sum_over_time",
            "min_over_time",
            "max_over_time",
            "count_over_time",
            "last_over_time",
            "present_over_time");

    private static final List<String> RANGE_FUNCTIONS = List.of(
            "rate",
            "increase",
            "delta",
            "irate",
            "idelta",
            "changes",
            "resets",
            "sum_over_time",
            "min_over_time",
            "max_over_time",
            "count_over_time",
            "last_over_time",
            "present_over_time",
            "avg_over_time",
            "stddev_over_time",
            "stdvar_over_time",
            "deriv");

    private static final List<String> NUMBERS = List.of(
            "0", "1", "2", "0.5", "-1", "3", "10", "100", "0.125", "1e3", "0x10", "Inf", "-Inf", "NaN", "60", "7",
            "64");

    private final Random random;

    private final RandomSelectors selectors;

    public RandomExpressions(Random random) {
        this.random = random;
        this.selectors = new RandomSelectors(random);
    }

    String next() {
        int depth = 1 + random.nextInt(4);
        return switch (random.nextInt(24)) {
            case 0 -> scalar(depth, false);
            case 1, 2 -> topOrBottom(depth);
            case 3 -> relabelled(depth);
            case 4 -> "count_values" + grouping() + "(\"v\", " + vector(depth - 1, Shape.FULL, true) + ")";
            default -> vector(depth, shape(), random.nextInt(3) == 0);
        };
    }

    /** A vector without anything that depends on the last bit of a double. */
    public String steady() {
        return vector(1 + random.nextInt(3), shape(), true);
    }

    /**
     * What an alert may ask for.
     * @param steady whether the value of the alert must not depend on the last bit of a double
     */
    public String condition(boolean steady) {
        int depth = random.nextInt(4);
        return switch (random.nextInt(12)) {
            case 0 -> compared(depth, shape());
            case 1 -> combined(depth, shape(), steady);
            case 2 -> absent(depth);
            // Nothing is as near to these as its last bit.
            default ->
                "(" + vector(depth, shape(), steady) + ") " + comparison() + " "
                        + one(List.of("0.7312", "33.337", "187.61", "-3.21", "0.0123", "260.3", "1.61"));
        };
    }

    private Shape shape() {
        return one(List.of(Shape.FULL, Shape.FULL, Shape.JOB, Shape.NONE));
    }

    private String topOrBottom(int depth) {
        return one(List.of("topk", "bottomk")) + grouping() + "(" + random.nextInt(4) + ", "
                + vector(depth - 1, Shape.FULL, true) + ")";
    }

    private String relabelled(int depth) {
        String vector = vector(depth - 1, Shape.FULL, false);
        String target = one(List.of("job", "path", "new", "__name__", "version"));
        if (random.nextInt(3) == 0) {
            return "label_join(" + vector + ", \"" + target + "\", \"" + one(List.of("-", "", ", ")) + "\", "
                    + one(List.of("\"job\", \"path\"", "\"path\", \"nosuch\"", "\"__name__\"", "\"nosuch\"")) + ")";
        }
        return "label_replace(" + vector + ", \"" + target + "\", \""
                + one(List.of("$1", "${1}y", "a$2b", "", "fixed", "$0$0", "$$1")) + "\", \""
                + one(List.of("job", "path", "nosuch", "__name__")) + "\", \""
                + one(List.of("(.*)", "(x|1)", "(.)(.*)", ".*", "", "(?i)(X)", "c(.+)r")) + "\")";
    }

    private String scalar(int depth, boolean steady) {
        if (depth <= 0) {
            return one(List.of(one(NUMBERS), one(NUMBERS), one(NUMBERS), "time()", "pi()"));
        }
        return switch (random.nextInt(6)) {
            case 0 -> "scalar(" + vector(depth - 1, Shape.NONE, steady) + ")";
            case 1 ->
                "(" + scalar(depth - 1, steady) + " " + arithmetic(steady) + " " + scalar(depth - 1, steady) + ")";
            case 2 -> "(" + scalar(depth - 1, true) + " " + comparison() + " bool " + scalar(depth - 1, true) + ")";
            case 3 -> "-" + scalar(0, steady);
            case 4 -> one(NUMBERS) + " " + one(List.of("+", "-", "*")) + " " + one(NUMBERS) + " * " + one(NUMBERS);
            default -> scalar(0, steady);
        };
    }

    private String vector(int depth, Shape shape, boolean steady) {
        if (depth <= 0) {
            return leaf(shape);
        }
        int below = depth - 1;
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> ranged(depth, shape, steady);
            case 3 -> onEach(below, shape, steady);
            case 4, 5, 6, 7 -> aggregated(below, shape, steady);
            case 8, 9 -> withScalar(below, shape, steady);
            case 10, 11, 12 -> matched(below, shape, steady);
            case 13 -> grouped(below, shape, steady);
            case 14 -> compared(below, shape);
            case 15, 16 -> combined(below, shape, steady);
            case 17 -> one(List.of("-", "+", "--", "")) + "(" + vector(below, shape, steady) + ")";
            case 18 ->
                random.nextInt(3) > 0
                        ? timestamp(leaf(shape))
                        : one(List.of("sort", "sort_desc")) + "(" + vector(below, shape, steady) + ")";
            default -> shape == Shape.NONE ? absent(below) : leaf(shape);
        };
    }

    private String leaf(Shape shape) {
        return switch (shape) {
            case FULL -> selectors.full();
            case JOB -> selectors.job();
            case NONE ->
                one(List.of("limit", "vector(" + scalar(0, true) + ")", "hour()", "minute()", "limit offset 1m"));
        };
    }

    /** In Prometheus 2.42 an offset limits here what is fetched, and then is forgotten, if there is an {@code @}, too. */
    private static String timestamp(String operand) {
        return (operand.contains("@") && operand.contains("offset") ? "abs(" : "timestamp(") + operand + ")";
    }

    private String ranged(int depth, Shape shape, boolean steady) {
        boolean subquery = depth > 1 && random.nextInt(3) == 0;
        String range;
        if (subquery) {
            range = selectors.subquery(vector(depth - 2, shape, true));
        } else if (shape == Shape.NONE) {
            range = "limit[" + selectors.range() + "]";
        } else {
            range = shape == Shape.FULL ? selectors.fullRange() : selectors.jobRange();
        }
        return switch (steady ? 9 : random.nextInt(9)) {
            case 0 ->
                "quantile_over_time(" + one(List.of("0.5", "0", "1", "0.9", "-1", "2", "0.3")) + ", " + range + ")";
            case 1 -> "predict_linear(" + range + ", " + one(NUMBERS) + ")";
            case 2 -> "holt_winters(" + range + ", 0.5, " + one(List.of("0.1", "0.9")) + ")";
            case 9 -> one(STEADY_RANGE_FUNCTIONS) + "(" + range + ")";
            default -> one(RANGE_FUNCTIONS) + "(" + range + ")";
        };
    }

    private String onEach(int depth, Shape shape, boolean steady) {
        return switch (random.nextInt(steady ? 6 : 14)) {
            case 0 -> one(List.of("abs", "sgn", "ceil", "floor", "round")) + "(" + vector(depth, shape, true) + ")";
            case 1 -> "round(" + vector(depth, shape, true) + ", " + one(List.of("0.5", "5", "0.1", "-2", "64")) + ")";
            case 2 ->
                one(List.of("clamp_min", "clamp_max")) + "(" + vector(depth, shape, steady) + ", " + scalar(1, steady)
                        + ")";
            case 3 ->
                "clamp(" + vector(depth, shape, steady) + ", " + scalar(0, steady) + ", " + scalar(1, steady) + ")";
            case 4 ->
                one(CALENDAR) + "(" + vector(depth, shape, true) + " * " + one(List.of("1", "1e5", "3600", "-86400"))
                        + ")";
            case 5 -> "abs(" + vector(depth, shape, steady) + ")";
            default -> one(MATHEMATICS) + "(" + vector(depth, shape, true) + ")";
        };
    }

    private String aggregated(int depth, Shape shape, boolean steady) {
        String by = switch (shape) {
            case FULL -> one(List.of(" by (job, path) ", " without (version) ", " by (path, job, nosuch) "));
            case JOB -> one(List.of(" by (job) ", " without (path) ", " without (path, version) "));
            case NONE -> one(List.of("", "", " by () ", " without (job, path) "));
        };
        if (shape == Shape.JOB && random.nextInt(3) == 0 && !steady) {
            return histogram();
        }
        if (shape == Shape.NONE && random.nextInt(4) == 0) {
            return "count(" + topOrBottom(depth) + ")";
        }
        String operand = vector(depth, Shape.FULL, steady);
        return switch (random.nextInt(steady ? 3 : 5)) {
            case 0 -> one(List.of("min", "max", "count", "group")) + by + "(" + operand + ")";
            case 1 -> "sum" + by + "(" + (steady ? selectors.full() : operand) + ")";
            case 2 ->
                "quantile" + by + "(" + one(List.of("0.5", "0.9", "0", "1", "0.25", "-1", "2")) + ", " + operand + ")";
            default -> one(List.of("sum", "avg", "stddev", "stdvar")) + "(" + operand + ")" + by;
        };
    }

    private String histogram() {
        String buckets = one(List.of(
                "rate(" + selectors.buckets() + "[5m])",
                selectors.buckets(),
                "increase(" + selectors.buckets() + "[2m])"));
        return "histogram_quantile(" + one(List.of("0.5", "0.9", "0.99", "0", "1", "-1", "2", "0.3")) + ", "
                + one(List.of(buckets, "sum by (job, le) (" + buckets + ")", "sum by (le) (" + buckets + ")")) + ")";
    }

    private String withScalar(int depth, Shape shape, boolean steady) {
        boolean compare = random.nextInt(3) == 0;
        String vector = "(" + vector(depth, shape, steady || compare) + ")";
        String scalar = scalar(1, steady || compare);
        String operator = compare ? comparison() + one(List.of("", " bool", " bool")) : arithmetic(steady);
        return random.nextBoolean()
                ? vector + " " + operator + " " + scalar
                : "(" + scalar + ") " + operator + " " + vector;
    }

    private String matched(int depth, Shape shape, boolean steady) {
        return "(" + vector(depth, shape, steady) + ") " + arithmetic(steady) + " " + matching(shape) + " ("
                + vector(depth, shape, steady) + ")";
    }

    private String compared(int depth, Shape shape) {
        return "(" + vector(depth, shape, true) + ") " + comparison() + one(List.of("", " bool")) + " "
                + matching(shape) + " (" + vector(depth, shape, true) + ")";
    }

    private String combined(int depth, Shape shape, boolean steady) {
        return "(" + vector(depth, shape, steady) + ") " + one(List.of("and", "or", "unless", "and", "or")) + " "
                + one(List.of(matching(shape), matching(shape), "on (job)", "on ()")) + " ("
                + vector(depth, shape, steady) + ")";
    }

    private String grouped(int depth, Shape shape, boolean steady) {
        if (shape != Shape.FULL) {
            return withScalar(depth, shape, steady);
        }
        String many = "(" + vector(depth, Shape.FULL, steady) + ")";
        boolean job = random.nextBoolean();
        String on = job ? one(List.of("on (job) ", "ignoring (path, version) ")) : "on () ";
        String one =
                "(" + (job ? one(List.of("info", vector(depth, Shape.JOB, steady))) : vector(depth, Shape.NONE, steady))
                        + ")";
        // Always with parentheses: those of the operand would be taken for them.
        String include = one(List.of(" ()", " ()", job ? " (version)" : " ()", " (nosuch)"));
        String operator = random.nextInt(4) == 0 && steady ? comparison() + " bool" : arithmetic(steady);
        return random.nextBoolean()
                ? many + " " + operator + " " + on + "group_left" + include + " " + one
                : one + " " + operator + " " + on + "group_right" + include + " " + many;
    }

    private String absent(int depth) {
        return one(List.of(
                "absent(" + vector(depth, Shape.FULL, true) + ")",
                "absent_over_time(" + selectors.fullRange() + ")",
                "absent(nosuch{job=\"x\",path=~\"1\"})"));
    }

    private String matching(Shape shape) {
        return switch (shape) {
            case FULL -> one(List.of("", "", "on (job, path)", "ignoring (version)"));
            case JOB -> one(List.of("on (job)", "ignoring (version, path)", "on (job)", ""));
            case NONE -> one(List.of("", "on ()", "ignoring (job)"));
        };
    }

    private String grouping() {
        return one(List.of("", "", " by (job) ", " without (path) ", " by (nosuch) "));
    }

    private String arithmetic(boolean steady) {
        // A remainder can turn a last bit into a whole divisor; atan2 and ^ are of the mathematics library.
        return one(
                steady
                        ? List.of("+", "-", "*", "/", "%")
                        : List.of("+", "-", "*", "/", "+", "-", "*", "/", "^", "atan2"));
    }

    private String comparison() {
        return one(List.of("==", "!=", "<", ">", "<=", ">="));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
