package io.llmdatavault.observability.alert.promql.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.InstantVectors;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** No text makes the parser throw anything but its exception, and nothing makes rendering throw at all. */
class TemplateFuzzTests {

    private static final List<String> FUNCTIONS = List.of(
            "and",
            "or",
            "not",
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "index",
            "slice",
            "len",
            "print",
            "println",
            "printf",
            "html",
            "js",
            "urlquery",
            "query",
            "first",
            "label",
            "value",
            "strvalue",
            "sortByLabel",
            "humanize",
            "humanize1024",
            "humanizeBytes",
            "humanizeDuration",
            "humanizePercentage",
            "humanizeTimestamp",
            "parseDuration",
            "title",
            "toUpper",
            "toLower",
            "match",
            "reReplaceAll",
            "safeHtml",
            "stripPort",
            "stripDomain",
            "externalURL",
            "pathPrefix",
            "graphLink",
            "tableLink");

    private static final List<String> OPERANDS = List.of(
            "$value",
            "$labels",
            "$labels.instance",
            "$labels.none",
            ".",
            "$",
            ".Value",
            "nil",
            "true",
            "1",
            "-5",
            "1.5",
            "1e300",
            "0x1F",
            "'a'",
            "\"text\"",
            "\"%5.2f|%-08d|%+q|%[2]*.[1]*x|%v\"",
            "\"(a|b)*$\"",
            "\"[\"",
            "\"$1${x}\"",
            "`é日`",
            "(query \"q\")",
            "(query \"q\" | first)",
            "(print 1 2)",
            "\"5m\"",
            "\"[::1]:80\"",
            "\"\"");

    private static final List<String> PIECES = new ArrayList<>(List.of(
            "{{",
            "}}",
            "{{-",
            "-}}",
            " ",
            " | ",
            "(",
            ")",
            "if ",
            "{{else}}",
            "{{end}}",
            "range ",
            "with ",
            "break",
            "continue",
            "$x := ",
            "$x = ",
            "$i, $e := ",
            "$x",
            ".a",
            "/*",
            "*/",
            "\"",
            "`",
            "'",
            "\\",
            "\n",
            "text",
            ",",
            "=",
            "\ud800",
            "日",
            "template",
            "define",
            "humanize",
            "printf \"%d\" ",
            "$value",
            "1",
            "0x",
            "1e"));

    @Property(tries = 5000)
    void throwsNothingElseForPieces(@ForAll("pieces") String text) {
        render(text);
    }

    @Property(tries = 20_000)
    void rendersAnyCall(@ForAll("call") String text) {
        assertThat(render(text)).isTrue();
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(30).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> call() {
        Arbitrary<String> operands =
                Arbitraries.of(OPERANDS).list().ofMaxSize(4).map(list -> " " + String.join(" ", list));
        return Arbitraries.of(FUNCTIONS)
                .flatMap(function -> operands.map(list -> function + list))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(calls -> "{{ " + String.join(" | ", calls) + " }}");
    }

    private static boolean render(String text) {
        Map<Labels, Double> series = new LinkedHashMap<>();
        series.put(Labels.of(Map.of("id", "a")), Double.NaN);
        TemplateData data = new TemplateData(
                Labels.of(Map.of("instance", "db:5432")),
                Labels.EMPTY,
                "http://x/y",
                1e20,
                query -> InstantVectors.of(series));
        Template template;
        try {
            template = Template.parse(text);
        } catch (PromQlException ex) {
            return false;
        }
        assertThat(template.render(data)).hasSizeLessThan(200_000);
        return true;
    }
}
