package io.llmdatavault.observability.alert.promql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ParseErrorTests {

    @Test
    void showsThePlace() {
        PromQlException error = error("sum by (job) (\n\trate(xé)\n)");

        assertThat(error.line()).isEqualTo(2);
        assertThat(error.column()).isEqualTo(8);
        assertThat(error).hasMessage("""
                        Line 2, column 8: nothing in PromQL starts with "é".
                         rate(xé)
                               ^""");
    }

    @Test
    void showsAnExcerptOfALongLine() {
        String line = "x + ".repeat(50);

        assertThat(error(line + "," + line).getMessage())
                .isEqualTo("Line 1, column 201: expected an expression, but found \",\".\n…" + line.substring(140) + ","
                        + line.substring(0, 59) + "…\n" + " ".repeat(61) + "^");
    }

    @Test
    void showsTheEnd() {
        PromQlException error = error("");

        assertThat(error).hasMessage("Line 1, column 1: expected an expression, but found the end.\n\n^");
        assertThat(error("x +\n").line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "sum by (without) (x) | 9 | expected the name of a label, but found \"without\"",
                "sum(x,)              | 7 | expected an expression, but found \")\"",
                "sum(x y)             | 7 | expected an operator, \",\" or \")\", but found \"y\"",
                "x y                  | 3 | expected an operator or the end, but found \"y\"",
                "x{a=b}               | 5 | expected a string, but found \"b\"",
                "x{a}                 | 4 | expected =, !=, =~ or !~, but found \"}\"",
                "x{a=\"\\d\"}         | 6 | in a regular expression, write a backslash twice",
                "x{a=~\"(\"}          | 6 | this is no regular expression of RE2: missing closing )",
                "x{a=~\")\"}          | 6 | this is no regular expression of RE2: missing opening (",
                "x{__name__=\"y\"}    | 1 | the metric name is written before the braces and again in them",
                "1 + {a=~\".*\"}      | 5 | at least one matcher that an empty value does not satisfy",
                "rate(x[5])           | 8 | found the number \"5\"; a duration needs a unit, as in 5m",
                "rate(x[30s5m])       | 8 | is no duration such as 5m or 1h30m",
                "rate(x[300y])        | 8 | is longer than 292 years",
                "(x)[5m]              | 4 | a range may only follow a selector",
                "x offset 5m [5m]     | 13 | expected offset and @ after the range, not before it",
                "x offset 1m offset 1m | 13 | offset is given twice",
                "x @ 1 @ 2            | 7 | @ is given twice",
                "x @ nan              | 5 | this timestamp is out of bounds",
                "sum(x) offset 5m     | 8 | offset may only follow a selector or a subquery",
                "rate(x)              | 6 | expected a range vector as argument 1 of rate, but found an instant vector",
                "rate()               | 1 | expected 1 argument of rate, but found 0",
                "round(x, 1, 2)       | 1 | expected 1 to 2 arguments of round, but found 3",
                "label_join(x)        | 1 | expected at least 3 arguments of label_join, but found 1",
                "topk(\"a\", x)       | 6 | expected a scalar as the parameter of topk, but found a string",
                "topk(x)              | 1 | expected 2 arguments of topk, but found 1",
                "sum(1)               | 5 | expected an instant vector to aggregate with sum, but found a scalar",
                "1[5m:]               | 1 | expected an instant vector before the range of a subquery",
                "-\"a\"               | 2 | expected a scalar or an instant vector, but found a string",
                "1 == 2               | 3 | expected bool after the operator, as both sides are scalars: == bool",
                "x + bool y           | 3 | bool is only allowed after a comparison",
                "x and 1              | 3 | the operator and needs an instant vector on both sides",
                "x and on(a) group_left y | 3 | group_left and group_right are not allowed with and",
                "x + on(a) 1          | 3 | on and ignoring need an instant vector on both sides",
                "x + on(a) group_left(a) y | 3 | the label a is in on and in the grouping",
                "foo(x)               | 1 | there is no function foo",
                "\"a                  | 1 | the string that starts here has no closing \"",
                "x !y                 | 3 | expected != or !~"
            })
    void saysWhatIsWrong(String expression, int column, String problem) {
        PromQlException error = error(expression);

        assertThat(error.line()).isEqualTo(1);
        assertThat(error.column()).as(error.getMessage()).isEqualTo(column);
        assertThat(error).hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "histogram_count(x) | the function histogram_count is not supported: native histograms",
                "mad_over_time(x[5m]) | the function mad_over_time is not supported: it is experimental, or newer",
                "start() | the function start is not supported",
                "limitk(2, x) | the aggregation limitk is not supported",
                "limitk by (a) (2, x) | the aggregation limitk is not supported",
                "limit_ratio without (a) (0.5, x) | the aggregation limit_ratio is not supported",
                "x smoothed | the modifier smoothed is not supported",
                "rate(x[5m] anchored) | the modifier anchored is not supported",
                "x + fill(0) y | the modifier fill is not supported",
                "x + on(a) fill_left(0) y | the modifier fill_left is not supported",
                "{\"a.b\"} | names between quotes are not supported",
                "x{\"a.b\"=\"c\"} | names between quotes are not supported",
                "sum by (\"a.b\") (x) | names between quotes are not supported",
                "x[5m+1m] | calculating with durations is not supported",
                "x[5m*2] | calculating with durations is not supported",
                "x[-5m] | calculating with durations is not supported",
                "x[(5m)] | calculating with durations is not supported",
                "x offset (5m) | calculating with durations is not supported",
                "x offset 5m*2 + 5m | durations as numbers are not supported",
                "x > 5m | durations as numbers are not supported",
                "1_000 | underscores in numbers are not supported",
                "x[300] | a duration needs a unit, as in 5m"
            })
    void refusesByNameWhatIsLeftOut(String expression, String problem) {
        assertThat(error(expression)).hasMessageContaining(problem);
    }

    private static PromQlException error(String expression) {
        PromQlException error = catchThrowableOfType(PromQlException.class, () -> PromQl.parse(expression));
        assertThat(error).as(expression).isNotNull();
        return error;
    }
}
