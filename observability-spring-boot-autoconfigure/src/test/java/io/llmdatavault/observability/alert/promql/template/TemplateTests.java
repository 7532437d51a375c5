package io.llmdatavault.observability.alert.promql.template;

import java.util.Map;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TemplateTests {

    private static final TemplateData DATA = TemplateData.of(Labels.of(Map.of("instance", "db")), 2048);

    @Test
    void warnsOfTheFunctionThatPrometheusHasNot() {
        Template template = Template.parse("Upload of\n{{ $value | humanizeBytes }}B");

        assertThat(template.warnings())
                .containsExactly("2:13: Prometheus has no function \"humanizeBytes\"; write humanize1024.");
        assertThat(template.render(DATA)).isEqualTo("Upload of\n2kiB");
    }

    @Test
    void saysWhereAnErrorIs() {
        assertThatThrownBy(() -> Template.parse("line one\nand {{ $value | humanise }}"))
                .isInstanceOf(PromQlException.class)
                .hasMessage("Line 2, column 17: function \"humanise\" not defined.\n"
                        + "and {{ $value | humanise }}\n                ^");
    }

    @Test
    void losesNoAlertWhenATemplateFails() {
        assertThat(Template.parse("a\n {{ if gt $value 5 }}b{{ end }}").render(DATA))
                .isEqualTo("<error expanding template: 2:8: at <gt $value 5>: error calling gt: "
                        + "incompatible types for comparison>");
        assertThat(Template.parse("{{ query \"up\" }}").render(DATA))
                .isEqualTo("<error expanding template: 1:4: at <query \"up\">: error calling query: "
                        + "There is nothing to query here.>");
    }

    @Test
    void knowsWhereItIs() {
        TemplateData data =
                new TemplateData(Labels.EMPTY, Labels.EMPTY, "https://example.com/service/", 0, DATA.query());

        assertThat(Template.parse("{{ externalURL }} {{ $externalURL }} {{ .ExternalURL }} {{ pathPrefix }}")
                        .render(data))
                .isEqualTo("https://example.com/service/ https://example.com/service/ "
                        + "https://example.com/service/ /service/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ toTime $value }}", "{{ args 1 }}", "{{ call $value }}"})
    void namesFunctionsThatItLacks(String text) {
        assertThatThrownBy(() -> Template.parse(text)).hasMessageContaining("is not supported here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ define \"x\" }}{{ end }}", "{{ template \"x\" }}", "{{ block \"x\" . }}{{ end }}"})
    void namesActionsThatItLacks(String text) {
        assertThatThrownBy(() -> Template.parse(text)).hasMessageContaining("is not supported: ");
    }

    @Test
    void boundsParsing() {
        assertThatThrownBy(() -> Template.parse("x".repeat(Template.MAXIMUM_LENGTH + 1)))
                .isInstanceOf(PromQlException.class);
        assertThatThrownBy(() -> Template.parse("{{" + "(".repeat(8000))).isInstanceOf(PromQlException.class);
        assertThatThrownBy(() -> Template.parse("{{if 1}}".repeat(1500))).isInstanceOf(PromQlException.class);
        assertThatThrownBy(() -> Template.parse("{{if 1}}" + "{{else if 1}}".repeat(1000)))
                .isInstanceOf(PromQlException.class);
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(
            strings = {
                "{{ printf \"%1000000d\" 1 }}",
                "{{ printf \"%.1000000f\" $value }}",
                "{{ $x := printf \"%60000d\" 1 }}{{ $x }}{{ $x }}",
                "{{ $x := printf \"%60000d\" 1 }}{{ print $x $x }}",
                "{{ $x := printf \"%60000d\" 1 }}{{ reReplaceAll \"\" $x $x }}",
                "{{ $x := printf \"%60000d\" 1 }}{{ match \"(.*)(.*)(.*)(.*)(.{0,900})x\" $x }}",
                "{{ $x := printf \"%060000d\" 0 }}{{ reReplaceAll \"0.*1|0\" \"x\" $x }}",
                "{{ $x := printf \"%060000d\" 0 }}{{ reReplaceAll \"(.*)\" (reReplaceAll \"0\" \"$1\" $x) $x }}",
                "{{ match \"((a{100}){100}){100}\" \"x\" }}",
                "{{ $x := printf \"%1000d\" 1 }}{{ $x = toUpper (printf \"%s\" $x) }}{{ match $x $x }}{{ match (print $x 1) $x }}"
            })
    void boundsRendering(String text) {
        assertThat(Template.parse(text).render(DATA)).startsWith("<error expanding template: ");
    }

    @Test
    @Timeout(10)
    void boundsSteps() {
        StringBuilder labels = new StringBuilder("{{ range $labels }}");
        for (int i = 0; i < 20; i++) {
            labels.append("{{ range $labels }}");
        }
        labels.append("x").append("{{ end }}".repeat(21));
        Labels two = Labels.of(Map.of("a", "1", "b", "2", "c", "3"));

        assertThat(Template.parse(labels.toString()).render(TemplateData.of(two, 0)))
                .startsWith("<error expanding template: ")
                .contains("steps");
    }
}
