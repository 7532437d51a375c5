package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromQlPropertyTests {

    private static final List<String> EXPRESSIONS = Expressions.all();

    private static final List<String> TOKENS = EXPRESSIONS.stream()
            .flatMap(expression -> Expressions.tokens(expression).stream())
            .distinct()
            .toList();

    @Property
    void canonicalTextMeansTheSame(@ForAll("mutations") String text) {
        isCanonical(text);
    }

    @Property
    void survivesAnyText(@ForAll String text) {
        isCanonical(text);
    }

    @Property
    void survivesAnyString(@ForAll String text) {
        String quoted = GoStrings.quote(text);
        Expression parsed = parse(quoted);
        assertThat(parsed).isEqualTo(new StringLiteral(text.replaceAll("[\ud800-\udfff]", "\ufffd")));
    }

    @Property
    void survivesAnyRegularExpression(@ForAll("regexes") String text) {
        isCanonical("x{a=~" + GoStrings.quote(text) + "}");
    }

    @Property
    void survivesTruncation(@ForAll @IntRange(max = 100_000) int seed) {
        String text = EXPRESSIONS.get(seed % EXPRESSIONS.size());
        isCanonical(text.substring(0, new Random(seed).nextInt(text.length() + 1)));
    }

    @Property
    void readsWhatItPrints(@ForAll double number) {
        Expression printed = PromQl.parse(Numbers.print(number));
        assertThat(printed).isEqualTo(new NumberLiteral(Double.isNaN(number) ? Double.NaN : number));
        assertThat(Numbers.print(number).length())
                .isLessThanOrEqualTo(Double.toString(number).length() + 4);
    }

    @Test
    void survivesDeepNesting() {
        List<String> deep =
                List.of("(", "-", "sum(", "rate(", "x[", "1+(", "a^", "a or ", "x{a=\"", "{", "[", "sum by(");
        for (String opening : deep) {
            String text = opening.repeat(QueryLimits.DEFAULT.expressionLength() / opening.length());
            assertThatThrownBy(() -> PromQl.parse(text)).isInstanceOf(PromQlException.class);
        }
    }

    @Test
    void boundsTheDepthOfTheTree() {
        assertThat(parse("x" + " + x".repeat(99))).isNotNull();
        assertThatThrownBy(() -> PromQl.parse("x" + " + x".repeat(100)))
                .isInstanceOf(PromQlException.class)
                .hasMessageContaining("the expression has more than the 100 levels allowed");
        assertThat(parse("(".repeat(99) + "x" + ")".repeat(99))).isNotNull();
        assertThat(parse("(".repeat(100) + "x" + ")".repeat(100))).isNull();
        assertThat(parse("x ^ ".repeat(99) + "x")).isNotNull();
        assertThat(parse("x ^ ".repeat(100) + "x")).isNull();
        assertThat(parse("x * -".repeat(100) + "x")).isNull();
    }

    /** Half of what a thread has by default. */
    @Test
    void theDeepestTreeFitsTheStack() throws InterruptedException {
        QueryLimits limits = QueryLimits.DEFAULT.withSeries(1).withSamples(1);
        List<String> deepest = List.of(
                "x" + " + x".repeat(99),
                "x ^ ".repeat(99) + "x",
                "(".repeat(99) + "x" + ")".repeat(99),
                "-".repeat(99) + "x",
                "abs(".repeat(99) + "x" + ")".repeat(99),
                "sum by (a) (".repeat(99) + "x" + ")".repeat(99),
                "x{a=~\"" + "(".repeat(100) + "a" + ")".repeat(100) + "\"}",
                "x{a=~\"(a?){399}\"}",
                "x{a=~\"a{0,250}\"}",
                "x{a=~\"(a|bc|" + "[de].|".repeat(250) + "e)\"}");
        Throwable[] failure = new Throwable[1];
        Runnable parse = () -> deepest.forEach(text -> {
            Expression expression = PromQl.parse(text, limits);
            assertThat(PromQl.parse(expression.toString(), limits)).hasToString(expression.toString());
            if (expression instanceof VectorSelector selector) {
                selector.matchers().forEach(matcher -> matcher.matches("a".repeat(50)));
            }
        });
        Thread thread = new Thread(null, parse, "small", 512 * 1024);
        thread.setUncaughtExceptionHandler((dead, ex) -> failure[0] = ex);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }

    @Test
    @Timeout(60)
    void isFastWhateverTheText() {
        int length = QueryLimits.DEFAULT.expressionLength();
        List<String> slow = List.of(
                "x{" + "a=~\"a{999}\",".repeat(length / 13) + "}",
                "x{" + "a=~\".\",".repeat(length / 8) + "}",
                "x{a=~\"" + "{".repeat(length - 10) + "\"}",
                "x{a=~\"" + "[".repeat(length - 10) + "\"}",
                "x{a=~\"" + "\\\\pL".repeat(length / 5) + "\"}",
                "x{a=~\"((((a{100}){100}){100}){100}){100}\"}",
                "x{a=~\"" + "a|".repeat(length / 2 - 10) + "\"}",
                "sum by (" + "a,".repeat(length / 2 - 10) + ") (x)",
                "x + on (" + "a,".repeat(length / 2 - 10) + ") group_left y",
                "#".repeat(length),
                "9".repeat(length),
                "0".repeat(length - 1) + "7",
                "7".repeat(length) + "s",
                "x[" + "9".repeat(length - 10) + "s]",
                "0." + "0".repeat(length - 4) + "1",
                "1e" + "9".repeat(length - 2),
                "rate(" + "1e308,".repeat(length / 7),
                "\n".repeat(length - 1) + "§");
        slow.forEach(PromQlPropertyTests::parse);
    }

    @Test
    void refusesLongTextsUnread() {
        assertThatThrownBy(() -> PromQl.parse(" ".repeat(20_000)))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The expression has 20000 characters, more than the 16384 allowed.");
    }

    private static void isCanonical(String text) {
        Expression expression = parse(text);
        if (expression != null) {
            String canonical = expression.toString();
            assertThat(parse(canonical)).as(canonical).hasToString(canonical);
        }
    }

    /** The expression, or {@code null} if it is none; fails for any exception but one. */
    private static Expression parse(String text) {
        try {
            return PromQl.parse(text);
        } catch (PromQlException ex) {
            assertThat(ex.getMessage()).isNotBlank().hasSizeLessThan(600);
            return null;
        }
    }

    @Provide
    Arbitrary<String> mutations() {
        Arbitrary<String> soups = Arbitraries.of(TOKENS).list().ofMaxSize(12).map(tokens -> String.join(" ", tokens));
        Arbitrary<String> changed = Arbitraries.randoms().map(random -> Expressions.mutation(EXPRESSIONS, random));
        return Arbitraries.frequencyOf(Tuple.of(1, soups), Tuple.of(5, changed));
    }

    @Provide
    Arbitrary<String> regexes() {
        return Arbitraries.strings()
                .withChars("ab.*+?()[]{}|^$\\-,0129pLQE:<>=PdswzÄ\ud83d\ude00\n")
                .ofMaxLength(30);
    }
}
