package io.llmdatavault.observability.alert.promql;

import java.util.List;

import io.llmdatavault.observability.alert.promql.LabelMatcher.Operator;
import io.llmdatavault.observability.alert.promql.VectorMatching.Cardinality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ParserTests {

    @Test
    void readsSelectors() {
        assertThat(PromQl.parse("x{a=\"b\",c!~'d|e'} @ 1.5 offset -5m"))
                .isEqualTo(new VectorSelector(
                        "x",
                        List.of(
                                new LabelMatcher("__name__", Operator.EQUAL, "x"),
                                new LabelMatcher("a", Operator.EQUAL, "b"),
                                new LabelMatcher("c", Operator.MATCHES_NOT, "d|e")),
                        new TimeShift(-300_000, 1500L, null)));
    }

    @Test
    void readsRangesAndSubqueries() {
        VectorSelector x = selector("x", TimeShift.NONE);
        VectorSelector shifted = selector("x", new TimeShift(60_000, null, TimeShift.AtName.END));
        assertThat(PromQl.parse("x[5m] offset 1m @ end()")).isEqualTo(new RangeSelector(shifted, 300_000));
        assertThat(PromQl.parse("x[1h:] @ start()"))
                .isEqualTo(new Subquery(x, 3_600_000, 0, new TimeShift(0, null, TimeShift.AtName.START)));
        assertThat(PromQl.parse("x[1h:30s]")).isEqualTo(new Subquery(x, 3_600_000, 30_000, TimeShift.NONE));
    }

    @Test
    void readsMatching() {
        assertThat(matching("x + on(a) group_left(b,) y"))
                .isEqualTo(new VectorMatching(Cardinality.MANY_TO_ONE, true, List.of("a"), List.of("b")));
        assertThat(matching("x + ignoring(a) group_right y"))
                .isEqualTo(new VectorMatching(Cardinality.ONE_TO_MANY, false, List.of("a"), List.of()));
        assertThat(matching("x + on() y"))
                .isEqualTo(new VectorMatching(Cardinality.ONE_TO_ONE, true, List.of(), List.of()));
        assertThat(matching("x and on(a) y"))
                .isEqualTo(new VectorMatching(Cardinality.MANY_TO_MANY, true, List.of("a"), List.of()));
        assertThat(matching("x + y")).isEqualTo(VectorMatching.NONE);
        assertThat(matching("1 + on() group_left(a) x")).as("nothing to match").isEqualTo(VectorMatching.NONE);
    }

    @Test
    void readsAggregations() {
        VectorSelector x = selector("x", TimeShift.NONE);
        Aggregation expected =
                new Aggregation(AggregationOperator.TOPK, new NumberLiteral(3), x, true, List.of("a", "sum"));
        assertThat(PromQl.parse("topk without (a, sum) (3, x)")).isEqualTo(expected);
        assertThat(PromQl.parse("TopK(3, x) WITHOUT (a, sum)")).isEqualTo(expected);
        assertThat(PromQl.parse("sum by () (x)"))
                .isEqualTo(new Aggregation(AggregationOperator.SUM, null, x, false, List.of()));
    }

    @Test
    void readsCalls() {
        assertThat(PromQl.parse("rate(x[5m])"))
                .isEqualTo(new FunctionCall(
                        "rate",
                        List.of(new RangeSelector(selector("x", TimeShift.NONE), 300_000)),
                        ValueType.INSTANT_VECTOR));
        assertThat(PromQl.parse("time()")).isEqualTo(new FunctionCall("time", List.of(), ValueType.SCALAR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a or b and c; a or (b and c)",
                "a and b unless c; (a and b) unless c",
                "a and b == c; a and (b == c)",
                "a == b + c; a == (b + c)",
                "a - b - c; (a - b) - c",
                "a + b * c; a + (b * c)",
                "a atan2 b / c % d; ((a atan2 b) / c) % d",
                "a * b ^ c; a * (b ^ c)",
                "a ^ b ^ c; a ^ (b ^ c)",
                "-a ^ b; -(a ^ b)",
                "-a * b; (-a) * b",
                "a ^ -b * c; (a ^ (-b)) * c",
                "a ^ -b ^ c; a ^ (-(b ^ c))",
                "-1 ^ 2; -(1 ^ 2)"
            })
    void groupsAsPrometheus(String expression, String grouped) {
        assertThat(shape(PromQl.parse(expression))).isEqualTo(shape(PromQl.parse(grouped)));
    }

    /** The tree as text, without the parentheses that were written. */
    private static String shape(Expression expression) {
        if (expression instanceof Parentheses parentheses) {
            return shape(parentheses.expression());
        }
        if (expression instanceof UnaryExpression unary) {
            return "[" + (unary.negative() ? "-" : "+") + shape(unary.expression()) + "]";
        }
        if (expression instanceof BinaryExpression binary) {
            return "[" + shape(binary.left()) + binary.operator() + shape(binary.right()) + "]";
        }
        return expression.toString();
    }

    @Test
    void readsNumbers() {
        assertThat(number("0x1F")).isEqualTo(31);
        assertThat(number("017")).as("octal").isEqualTo(15);
        assertThat(number("018")).as("not octal after all").isEqualTo(18);
        assertThat(number("-1e-3")).isEqualTo(-0.001);
        assertThat(number("iNf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(number("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(number("NAN")).isNaN();
        assertThat(number("--+-0")).isEqualTo(-0.0);
    }

    @Test
    void readsStrings() {
        assertThat(string("\"a\\tb\\x41\\u00e9\\U0001F600\\101\\\"\"")).isEqualTo("a\tbAé😀A\"");
        assertThat(string("'it\\'s \"'")).isEqualTo("it's \"");
        assertThat(string("`a\\tb\n`")).isEqualTo("a\\tb\n");
        assertThat(string("\"\\xe4\\xb8\\x96\"")).as("bytes").isEqualTo("世");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_000", "1h", "x[5]", "x[5m5m]", "x[5m1h]", "x[0s]", "x offset 0s", "08x", "1e400", "0x"})
    void refusesNumbersAndDurations(String expression) {
        assertThat(error(expression)).startsWith("Line 1, column ");
    }

    private static VectorSelector selector(String name, TimeShift shift) {
        return new VectorSelector(name, List.of(new LabelMatcher("__name__", Operator.EQUAL, name)), shift);
    }

    private static VectorMatching matching(String expression) {
        return ((BinaryExpression) PromQl.parse(expression)).matching();
    }

    private static double number(String expression) {
        return ((NumberLiteral) PromQl.parse(expression)).value();
    }

    private static String string(String expression) {
        return ((StringLiteral) PromQl.parse(expression)).value();
    }

    private static String error(String expression) {
        try {
            return "accepted as " + PromQl.parse(expression);
        } catch (PromQlException ex) {
            return ex.getMessage();
        }
    }
}
