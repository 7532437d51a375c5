package io.llmdatavault.observability.alert.promql;

import java.util.IdentityHashMap;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EvaluationLimitsTests {

    private final SeriesSource source =
            SeriesText.source("a{x=\"1\"} 1 2 3", "a{x=\"2\"} 1 2 3", "b{x=\"" + "y".repeat(1000) + "\"} 1 2 3");

    private Value evaluate(Expression expression, QueryLimits limits) {
        return new QueryEngine(limits).evaluate(expression, 120_000, source);
    }

    @Test
    void countsSeries() {
        QueryLimits limits = QueryLimits.DEFAULT.withSeries(2);
        assertThat(SeriesText.print(evaluate(PromQl.parse("a"), limits))).isNotEmpty();
        assertThatThrownBy(() -> evaluate(PromQl.parse("a + b"), limits))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The query touches more than 2 series.");
    }

    @Test
    void countsSeriesThatSubqueriesMake() {
        String each = "count_values('t', vector(time() % 1000000))";
        assertThatThrownBy(() ->
                        evaluate(PromQl.parse("count(count_over_time(" + each + "[500000s:1s]))"), QueryLimits.DEFAULT))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The subqueries hold more than 100000 series.");
        // They are forgotten after each step of the subquery around.
        String within = "sum_over_time(count(count_over_time(" + each + "[3s:1s]))[9s:1s])";
        assertThat(SeriesText.print(evaluate(PromQl.parse(within), QueryLimits.DEFAULT.withSeries(5))))
                .isEqualTo("{} 40.0");
        assertThatThrownBy(() -> evaluate(PromQl.parse(within), QueryLimits.DEFAULT.withSeries(4)))
                .isInstanceOf(PromQlException.class);
    }

    @Test
    void countsSamples() {
        QueryLimits limits = QueryLimits.DEFAULT.withSamples(8);
        assertThat(SeriesText.print(evaluate(PromQl.parse("rate(a[5m])"), limits)))
                .isNotEmpty();
        assertThatThrownBy(() -> evaluate(PromQl.parse("rate(a[5m]) + rate(a[1m])"), limits))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The query touches more than 8 samples.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum_over_time(vector(1)[1000d:1ms])",
                "sum_over_time(sum_over_time(vector(1)[1h:10ms])[1h:1s])",
                "sum_over_time(sum_over_time(sum_over_time(absent(zz)[1h:1s])[1h:1s])[1h:1s])",
                "rate(a[200000000y])",
                "label_replace(nope, 'z', '$1', 'q', '.{900}.{900}') and sum_over_time(vector(1)[1000d:1ms])",
                "a @ 9.2233720368e15 offset -292y",
                "a @ -9.2233720368e15 offset 292y"
            })
    @Timeout(120)
    void endsWhatWouldNotEnd(String query) {
        assertThatExceptionOfType(PromQlException.class)
                .isThrownBy(() -> evaluate(PromQl.parse(query), QueryLimits.DEFAULT));
    }

    /** Each step takes long, but touches only one sample. */
    @Test
    @Timeout(120)
    void countsOperations() {
        String tree = "1";
        for (int i = 0; i < 11; i++) {
            tree = "(" + tree + "+" + tree + ")";
        }
        String query = "count_over_time(vector(" + tree + ")[300000s:1s])";
        assertThatThrownBy(() -> evaluate(PromQl.parse(query), QueryLimits.DEFAULT))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The query takes more than 20000000 operations.");
        QueryLimits limits = QueryLimits.DEFAULT.withOperations(6);
        assertThat(SeriesText.print(evaluate(PromQl.parse("-a"), limits))).isNotEmpty();
        assertThatThrownBy(() -> evaluate(PromQl.parse("--a"), limits))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The query takes more than 6 operations.");
    }

    @Test
    @Timeout(120)
    void compilesRegularExpressionsOnce() {
        // Compiling this one takes a hundred times as long as all else of a step.
        String query = "count_over_time((vector(1) or label_replace(n, 'z', '$1', 'q', '.{900}.{900}'))[600000s:1s])";
        assertThat(SeriesText.print(evaluate(PromQl.parse(query), QueryLimits.DEFAULT)))
                .isEqualTo("{} 600001.0");
        QueryData data = QueryData.read(new IdentityHashMap<>(), 0, source, new QueryBudget(QueryLimits.DEFAULT));
        assertThat(data.pattern("a.*")).isSameAs(data.pattern("a.*"));
    }

    @Test
    @Timeout(120)
    void endsWhenInterrupted() {
        Expression expression = PromQl.parse("sum_over_time(vector(1)[1900000s:1s])");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> evaluate(expression, QueryLimits.DEFAULT))
                    .isInstanceOf(PromQlException.class)
                    .hasMessage("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void letsNoLabelGrowWithoutEnd() {
        String joined = "b";
        String replaced = "b";
        for (int i = 0; i < 40; i++) {
            joined = "label_join(" + joined + ", 'x', '', 'x', 'x')";
            replaced = "label_replace(" + replaced + ", 'x', '$1$1', 'x', '(.*)')";
        }
        for (String query : List.of(joined, replaced)) {
            assertThatThrownBy(() -> evaluate(PromQl.parse(query), QueryLimits.DEFAULT))
                    .isInstanceOf(PromQlException.class)
                    .hasMessageStartingWith("The query makes labels of more than");
        }
    }

    @Test
    void refusesTreesThatNoParserMakes() {
        Expression deep = new NumberLiteral(1);
        for (int i = 0; i < 100_000; i++) {
            deep = new UnaryExpression(true, deep);
        }
        VectorMatching none = VectorMatching.NONE;
        Expression text = new StringLiteral("text");
        for (Expression expression : List.of(
                deep,
                new UnaryExpression(true, text),
                new FunctionCall("rate", List.of(text), ValueType.INSTANT_VECTOR),
                new FunctionCall("rate", List.of(), ValueType.INSTANT_VECTOR),
                new FunctionCall("abs", List.of(text), ValueType.INSTANT_VECTOR),
                new FunctionCall("nope", List.of(text), ValueType.INSTANT_VECTOR),
                new BinaryExpression(BinaryOperator.ADD, text, text, false, none),
                new BinaryExpression(BinaryOperator.AND, new NumberLiteral(1), new NumberLiteral(1), false, none),
                new Aggregation(AggregationOperator.TOPK, null, PromQl.parse("a"), false, List.of()),
                new Aggregation(AggregationOperator.SUM, null, text, false, List.of()))) {
            assertThatExceptionOfType(PromQlException.class)
                    .isThrownBy(() -> evaluate(expression, QueryLimits.DEFAULT));
        }
    }
}
