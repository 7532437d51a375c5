package io.llmdatavault.observability.alert.promql.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.alert.promql.InstantVector;
import io.llmdatavault.observability.alert.promql.InstantVectors;
import io.llmdatavault.observability.alert.promql.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a template may cost when a query gives it many series. Asks for the limit that ended it, not for the time. */
class TemplateLimitsTests {

    private static final int SERIES = 20_000;

    private final AtomicInteger queries = new AtomicInteger();

    private final InstantVector many = many();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{{ $q := query `x` }}{{ range $q }}{{ range $q }}{{ end }}{{ end }} => steps",
                "{{ $q := query `x` }}{{ range $q }}{{ range .Labels }}{{ end }}{{ end }}{{ range $q }}{{ end }} => steps",
                "{{ range query `x` }}{{ range $i, $e := (query `x`) }}{{ break }}{{ end }}{{ end }} => work",
                "{{ range query `x` }}{{ $y := sortByLabel `i` (query `x`) }}{{ end }} => work",
                "{{ $q := query `x` }}{{ range $q }}{{ $y := sortByLabel `i` $q }}{{ end }} => work",
                "{{ $q := query `x` }}{{ print $q }} => longer",
                "{{ $q := query `x` }}{{ printf `%d` $q }} => longer",
                "{{ range query `x` }}{{ $y := query `none` }}{{ end }} => queries",
                "{{ range query `x` }}{{ if query `none` }}{{ end }}{{ end }} => queries"
            })
    void ends(String text, String limit) {
        assertThat(render(text)).startsWith("<error expanding template: ").contains(limit);
        assertThat(queries.get()).isLessThanOrEqualTo(Limits.MAXIMUM_QUERIES);
    }

    @Test
    void allowsWhatPeopleWrite() {
        assertThat(render("{{ range query `x` }}{{ end }}{{ query `x` | sortByLabel `i` | first | label `i` }}"))
                .isEqualTo("0");
        assertThat(
                        render(
                                "{{ range $i, $e := query `x` }}{{ if eq $i 3 }}{{ break }}{{ end }}{{ $i }}{{ .Value }} {{ end }}"))
                .isEqualTo("00 11 22 ");
        assertThat(render("{{ range $n, $v := (query `x` | first).Labels }}{{ $n }}={{ $v }} {{ end }}"))
                .isEqualTo("__name__=x i=0 ");
    }

    private String render(String text) {
        TemplateData data = new TemplateData(Labels.EMPTY, Labels.EMPTY, "", 0, expression -> {
            queries.incrementAndGet();
            return expression.equals("none") ? InstantVectors.of(Map.of()) : many;
        });
        return Template.parse(text).render(data);
    }

    private static InstantVector many() {
        Map<Labels, Double> series = new LinkedHashMap<>();
        for (int i = 0; i < SERIES; i++) {
            series.put(Labels.of(Map.of("__name__", "x", "i", String.valueOf(i))), (double) i);
        }
        return InstantVectors.of(series);
    }
}
