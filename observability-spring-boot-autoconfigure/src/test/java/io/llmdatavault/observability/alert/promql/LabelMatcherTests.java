package io.llmdatavault.observability.alert.promql;

import io.llmdatavault.observability.alert.promql.LabelMatcher.Operator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelMatcherTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            emptyValue = "",
            value = {
                "a, a, true",
                "a, ab, false",
                "a, ba, false",
                "a|bc, bc, true",
                "a|bc, b, false",
                "a|, '', true",
                "'', '', true",
                "'', a, false",
                "5.., 503, true",
                "5.., 5033, false",
                "a.*, abc, true",
                "a.+, a, false",
                "(a|b)c, bc, true",
                "a|b.*, a, true",
                "a|b.*, ax, false",
                "^a$, a, true",
                "(?i)abc, ABC, true",
                "\\d+, 42, true",
                "[a-c]{2}, ab, true",
            })
    void matchesTheWholeValue(String regex, String value, boolean matches) {
        assertThat(new LabelMatcher("a", Operator.MATCHES, regex).matches(value))
                .isEqualTo(matches);
        assertThat(new LabelMatcher("a", Operator.MATCHES_NOT, regex).matches(value))
                .isEqualTo(!matches);
    }

    @Test
    void refusesWhatNestsDeeply() {
        String deep = "(".repeat(101) + "a" + ")".repeat(101);
        assertThatThrownBy(() -> new LabelMatcher("a", Operator.MATCHES, deep)).isInstanceOf(PromQlException.class);
    }

    @Test
    void allowsNamedGroupsAsGoHadThem() {
        assertThat(new LabelMatcher("a", Operator.MATCHES, "(?P<n>a)[(?<]\\(\\?<").matches("a?(?<"))
                .isTrue();
    }

    @Test
    void dotIsNoNewline() {
        assertThat(new LabelMatcher("a", Operator.MATCHES, ".*").matches("a\nb"))
                .isFalse();
    }

    @Property
    void literalsAreTakenLiterally(@ForAll String value, @ForAll String other) {
        String literal = value.replaceAll("[|\\\\.+*?()\\[\\]{}^$]", "_");
        LabelMatcher matcher = new LabelMatcher("a", Operator.MATCHES, literal + "|b");
        assertThat(matcher.matches(literal)).isTrue();
        assertThat(matcher.matches("b")).isTrue();
        assertThat(matcher.matches(other)).isEqualTo(other.equals(literal) || other.equals("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){100}",
                "(a{100}){11}",
                "a{1001}",
                "a{0,251}",
                "(.{10}){500}",
                "(abcde.){400}",
                "([a-z]{30}|b){20}",
                "((a{20}b){20}){3}"
            })
    void refusesWhatWouldBeLarge(String regex) {
        assertThatThrownBy(() -> new LabelMatcher("a", Operator.MATCHES, regex))
                .isInstanceOf(PromQlException.class)
                .hasMessage("The regular expression is too large, nests too deeply or repeats too often.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{1000}",
                "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
                "(a{10}){100}",
                "(a{2}|b{1000})",
                "[{]{5}",
                "a{,5}",
                "a{x}",
                "\\p{Greek}{20}"
            })
    void allowsWhatIsSmall(String regex) {
        assertThat(new LabelMatcher("a", Operator.MATCHES, regex).value()).isEqualTo(regex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", ")", "[a", "*", "a**", "\\", "(?!a)", "\\1", "a{2,1}", "\\p{Nope}", "(?<n>a)"})
    void refusesWhatIsNone(String regex) {
        assertThatThrownBy(() -> new LabelMatcher("a", Operator.MATCHES, regex))
                .isInstanceOf(PromQlException.class)
                .hasMessageStartingWith("This is no regular expression of RE2: ");
    }

    @Test
    void comparesByNameOperatorAndValue() {
        LabelMatcher matcher = new LabelMatcher("a", Operator.MATCHES, "b|c");
        assertThat(matcher)
                .isEqualTo(new LabelMatcher("a", Operator.MATCHES, "b|c"))
                .hasSameHashCodeAs(new LabelMatcher("a", Operator.MATCHES, "b|c"))
                .hasToString("a=~\"b|c\"");
        assertThat(matcher).isNotEqualTo(new LabelMatcher("a", Operator.MATCHES_NOT, "b|c"));
    }
}
