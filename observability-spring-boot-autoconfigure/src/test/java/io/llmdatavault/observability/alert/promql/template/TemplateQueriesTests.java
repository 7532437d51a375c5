package io.llmdatavault.observability.alert.promql.template;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateQueriesTests {

    @Test
    void findsWhatIsWrittenAsAText() {
        Template template = Template.parse("""
                {{ query "a" | first | value }}{{ range query `b` }}{{ .Value }}{{ else }}{{ query ("c") }}{{ end }}
                {{ if "d" | query }}{{ with $x := query "e" }}{{ end }}{{ else }}{{ (query "f" | first).Value }}{{ end }}
                {{ $total := len (query "a") }}{{ "g" | printf "%s" | query }}
                """);
        assertThat(template.queries()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{{ with printf \"m{i=%q}\" $labels.i | query }}{{ . }}{{ end }} # m{i=~\".*\"}",
                "{{ query (printf \"up{job='%s', a=\\\"b\\\"}\" $labels.job) }} # up{job=~\".*\", a=\"b\"}",
                "{{ printf `rate(m{i!~\"x%vy\"}[5m] offset 1h)` 1 | query | first }} # rate(m{i=~\".*\"}[5m] offset 1h)",
                "{{ $labels.i | printf \"m{i=%q} / n\" | query }} # m{i=~\".*\"} / n",
                "{{ printf \"m{%s}\" $labels.i | query }} # m",
                "{{ printf \"job:m:rate5m\" | query }} # job:m:rate5m",
            })
    void leavesOpenWhatIsFilledIn(String text, String query) {
        Template template = Template.parse(text);
        assertThat(template.queries()).containsExactly(query);
        assertThat(template.hasUnknownQueries()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ query $value }}",
                "{{ query .Value }}",
                "{{ printf \"%s{a='b'}\" $labels.metric | query }}",
                "{{ printf \"{__name__=%q,job='a'}\" $labels.metric | query }}",
                "{{ printf \"m[%s]\" $labels.window | query }}",
                "{{ printf $labels.query 1 | query }}",
                "{{ \"m\" | toUpper | query }}",
                "{{ range $labels }}{{ query . }}{{ end }}",
            })
    void cannotKnowWhatIsPutTogether(String text) {
        Template template = Template.parse(text);
        assertThat(template.queries()).isEmpty();
        assertThat(template.hasUnknownQueries()).isTrue();
    }

    @Test
    void readsActionsOnly() {
        Template template = Template.parse("query \"up\" {{ $value }}");
        assertThat(template.queries()).isEmpty();
        assertThat(template.hasUnknownQueries()).isFalse();
    }
}
