package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.template.TemplateData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RuleFileTests {

    private static final String RULES = """
            groups:
              - name: api
                interval: 30s
                limit: 5
                rules:
                  - alert: Down
                    expr: up == 0
                    for: 5m
                    keep_firing_for: 1h30m
                    labels: {severity: "{{ if $labels.team }}page{{ else }}ticket{{ end }}"}
                    annotations: {summary: "{{ $labels.instance }} is down"}
                  - record: job:up:sum
                    expr: sum by (job) (up)
                    labels: {source: rule}
            """;

    @Test
    void readsRules() {
        RuleFile file = RuleFile.parse(RULES, "rules.yml");

        RuleGroup group = file.groups().get(0);
        assertThat(group.name()).isEqualTo("api");
        assertThat(group.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(group.limit()).isEqualTo(5);
        AlertingRule alert = (AlertingRule) group.rules().get(0);
        assertThat(alert.name()).isEqualTo("Down");
        assertThat(alert.expression()).isEqualTo(PromQl.parse("up == 0"));
        assertThat(alert.pendingFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(alert.keepFiringFor()).isEqualTo(Duration.ofMinutes(90));
        assertThat(alert.line()).isEqualTo(6);
        TemplateData data = TemplateData.of(Labels.of(Map.of("instance", "db")), 0);
        assertThat(alert.labels().get("severity").render(data)).isEqualTo("ticket");
        assertThat(alert.annotations().get("summary").render(data)).isEqualTo("db is down");
        assertThat(group.rules().get(1))
                .isEqualTo(new RecordingRule(
                        "job:up:sum", PromQl.parse("sum by (job) (up)"), Map.of("source", "rule"), 12));
        assertThat(file.warnings()).isEmpty();
    }

    @Test
    void readsFromFilesAndReaders(@TempDir Path directory) throws Exception {
        Path path = Files.writeString(directory.resolve("rules.yml"), RULES);

        assertThat(RuleFile.read(path).groups()).hasSize(1);
        assertThat(RuleFile.read(new StringReader("\ufeff" + RULES), "rules.yml")
                        .groups())
                .hasSize(1);
    }

    @Test
    void collectsAllErrorsWithTheirPlaces() {
        String text = """
                groups:
                  - name: api
                    color: red
                    rules:
                      - alert: Errors
                        expr: |
                          sum(
                            rate(x)
                          )
                        for: 5 minutes
                        annotations:
                          summary: ok
                          text: "{{ $value | humanise }}"
                      - record: job-up
                        expr: up
                        for: 5m
                        labels: {a-b: c, __name__: d}
                      - expr: up
                  - name: api
                    rules:
                      - {alert: A, record: a}
                """;

        RuleFileException exception =
                catchThrowableOfType(RuleFileException.class, () -> RuleFile.parse(text, "rules.yml"));

        List<String> problems = exception.problems().stream()
                .map(problem -> problem.toString().lines().findFirst().orElseThrow())
                .toList();
        assertThat(problems)
                .hasSize(12)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "rules.yml:3: group \"api\": There is no key \"color\". Write one of name, interval,"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("rules.yml:8: group \"api\", rule \"Errors\": \"expr\": "))
                .anySatisfy(
                        line -> assertThat(line).startsWith("rules.yml:10: group \"api\", rule \"Errors\": \"for\": "))
                .contains("rules.yml:13: group \"api\", rule \"Errors\": \"text\": "
                        + "Line 1, column 13: function \"humanise\" not defined.")
                .anySatisfy(line -> assertThat(line)
                        .startsWith("rules.yml:14: group \"api\", rule \"job-up\": \"job-up\" is no name"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("rules.yml:16: group \"api\", rule \"job-up\": \"for\" belongs"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("rules.yml:17: group \"api\", rule \"job-up\": \"a-b\" is no name"))
                .anySatisfy(line -> assertThat(line).startsWith("rules.yml:18: group \"api\": A rule needs a name"))
                .anySatisfy(line -> assertThat(line).startsWith("rules.yml:19: group \"api\": There is another group"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("rules.yml:21: group \"api\", rule \"A\": A rule has either"));
        assertThat(exception).hasMessageContaining("^");
    }

    @Test
    void saysWhichLineIsNoYaml() {
        assertThatThrownBy(() -> RuleFile.parse("groups:\n- name: a\n   rules: []\n", "rules.yml"))
                .isInstanceOf(RuleFileException.class)
                .hasMessageStartingWith("rules.yml:3: This is no YAML: ");
    }

    @Test
    void warnsOfWhatCannotWork() {
        RuleFile file = RuleFile.parse(
                "groups:\n- name: a\n  limit: -1\n  rules:\n  - {alert: A, expr: 'x[5m]'}\n---\nmore: true\n",
                "rules.yml");

        assertThat(file.warnings()).extracting(RuleFileProblem::line).containsExactly(3, 5, 7);
        assertThat(file.warnings().get(1).message()).startsWith("\"expr\" gives a range vector");
    }

    @Test
    void namesTheFileThatIsNotInUtf8(@TempDir Path directory) throws Exception {
        Path path = Files.write(directory.resolve("rules.yml"), new byte[] {'g', (byte) 0xe4});

        assertThatThrownBy(() -> RuleFile.read(path))
                .isInstanceOf(RuleFileException.class)
                .hasMessage(path + ":1: The file is not in UTF-8. Save it in that encoding.");
    }

    @Test
    void warnsOfASecondDocumentThatIsNoYaml() {
        assertThat(RuleFile.parse("groups: []\n---\n: : [", "rules.yml").warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).startsWith("Only the first document"));
    }

    @Test
    void namesNoClasses() {
        assertThatThrownBy(() -> RuleFile.parse("!!javax.script.ScriptEngineManager [x]", "rules.yml"))
                .isInstanceOf(RuleFileException.class);
    }

    @Test
    @Timeout(10)
    void isBounded() {
        StringBuilder merges = new StringBuilder("groups:\n- &a0 {name: a}\n");
        for (int i = 1; i < 15; i++) {
            String alias = "*a" + (i - 1);
            merges.append("- &a")
                    .append(i)
                    .append(" {<<: [")
                    .append((alias + ", ").repeat(8))
                    .append(alias)
                    .append("]}\n");
        }
        StringBuilder keys =
                new StringBuilder("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    labels:\n");
        for (int i = 0; i < 20_000; i++) {
            keys.append("      l").append(i).append(": x\n");
        }

        for (String text : List.of(
                "x".repeat(RuleFile.MAXIMUM_LENGTH + 1),
                "[".repeat(100_000),
                "groups: &a [*a]",
                "groups:\n- &a {name: a, <<: *a}\n",
                "groups:\n- name: a\n  rules: [" + "{alert: A, expr: up}, ".repeat(10_001) + "]",
                merges.toString(),
                keys.toString())) {
            assertThatThrownBy(() -> RuleFile.parse(text, "rules.yml"))
                    .isInstanceOf(RuleFileException.class)
                    .hasMessageStartingWith("rules.yml:");
        }
    }
}
