package io.llmdatavault.observability.alert.promql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Prometheus as the referee of what is an expression and how it is written. */
class FormatQueryTests {

    private static final int MUTATIONS = Integer.getInteger("promql.mutations", 4000);

    private static final long SEED = Long.getLong("promql.seed", 42);

    /**
     * Why we refuse what Prometheus accepts. It reads {@code [1h x5m]} as {@code [1h:5m]}, any letter being a colon, and
     * computes large timestamps with an overflow.
     */
    private static final List<String> OUR_REASONS = List.of(
            "native histograms are not supported",
            "gives by number are not UTF-8",
            "this timestamp is out of bounds",
            "expected \":\" or \"]\"");

    /** What we accept and Prometheus refuses: a comment before a range. */
    private static final Pattern REFUSED_BY_PROMETHEUS = Pattern.compile("(?s).*\\[\\s*#.*");

    private static @Nullable PrometheusFormatter prometheus;

    private final List<String> differences = new ArrayList<>();

    private int accepted;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        if (!Boolean.parseBoolean(System.getenv("CI"))) {
            assumeThat(PrometheusFormatter.SERVER)
                    .as("prometheus (Debian package prometheus)")
                    .exists();
        }
        prometheus = PrometheusFormatter.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        if (prometheus != null) {
            prometheus.stop();
        }
    }

    @Test
    void agreesOnWrittenExpressions() throws Exception {
        List<String> expressions = Expressions.all();
        for (String expression : expressions) {
            compare(expression);
        }
        assertThat(differences).isEmpty();
        assertThat(expressions).hasSizeGreaterThan(700);
        assertThat(accepted).isGreaterThan(300);
    }

    @Test
    void agreesOnLinesCommentsAndWhatCannotBeSeen() throws Exception {
        for (String expression : List.of(
                "x # c\n+ y",
                "x # c\r+ y",
                "# c\nx",
                "x{ # c\n a=\"b\" # d\n}",
                "x[1h # c\n: # d\n5m # e\n]",
                "\tx\r\n",
                "\u00a0x",
                "\ufeffx",
                "x\u0000",
                "\u0000",
                "\"a\nb\"",
                "\"a\rb\"",
                "'a\tb'",
                "`a\nb\\`",
                "`a\rb`",
                "\"\ufffd\"",
                "`\ufffd`",
                "\"\u0001\u001f\u007f\u0080\u0085\u00a0\u00ad\u00e9\u0378\u200b\u2028\u3000\ue000\ufeff\ufffe\"",
                "\"\ud83d\ude00\udb40\udc01\udbff\udfff\"",
                "x{a=\"\u0001\ud83d\ude00\uff00\",a!=\"\uff01\",a=\"\ud83d\ude01\"}",
                "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"",
                "\"\\e4\\270\\226\"",
                "\"\\344\\270\\226\\xe4\\xb8\\x96\"")) {
            compare(expression);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void agreesOnNumbers() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            double small = random.nextInt(1_000_000) / Math.pow(10, random.nextInt(12));
            compare(Double.toString(any).replace("Infinity", "Inf"));
            compare(Double.toString(small));
            compare("x offset " + random.nextInt(1_000_000_000) + "s");
            compare("x @ " + small);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void agreesOnMutations() throws Exception {
        List<String> expressions = Expressions.all();
        Random random = new Random(SEED);
        Set<String> mutations = Stream.generate(() -> Expressions.mutation(expressions, random))
                .limit(MUTATIONS)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String mutation : mutations) {
            compare(mutation);
        }
        assertThat(differences).as("seed %s", SEED).isEmpty();
        assertThat(accepted).isGreaterThan(MUTATIONS / 20);
    }

    private void compare(String expression) throws Exception {
        String theirs = prometheus.format(expression);
        String ours = null;
        String error = "";
        try {
            ours = PromQl.parse(expression).toString();
            accepted++;
        } catch (PromQlException ex) {
            error = " " + ex.getMessage();
        }
        boolean known = ours == null
                ? OUR_REASONS.stream().anyMatch(error::contains)
                : theirs == null && REFUSED_BY_PROMETHEUS.matcher(expression).matches();
        boolean equal = ours == null || theirs == null
                ? ours == theirs
                : comparable(ours).equals(squeezed(theirs));
        if (!equal && !known) {
            differences.add(expression + "\n  ours: " + ours + error + "\n  theirs: " + theirs);
        }
    }

    /** As Prometheus writes it: without grouping where nothing is ignored, and always with a sign before Inf. */
    private static String comparable(String ours) {
        return squeezed(ours.replaceAll(" ignoring \\(\\) group_(left|right) \\([^)]*\\)", "")
                .replace("\\ufffd", "\ufffd")
                .replaceAll("(?<![\\w:+])Inf \\^|(?<=\\+)Inf \\^", "+Inf ^"));
    }

    /** Long expressions come in many lines. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s", "");
    }
}
