package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong in a file stops nothing else. */
class RuleFileReadingTests {

    @Test
    void keepsTheRulesThatAreRight() throws IOException {
        RuleFileReading reading = read("""
                groups:
                  - name: api
                    interval: 30s
                    rules:
                      - {alert: Before, expr: up == 0}
                      - {alert: Wrong, expr: rate(x)}
                      - {alert: Text, expr: up, annotations: {summary: "{{ $value | humanise }}"}}
                      - {record: a-b, expr: up}
                      - {alert: After, expr: up == 0, for: 5m}
                """);
        assertThat(reading.file().groups())
                .singleElement()
                .satisfies(group ->
                        assertThat(group.rules()).extracting(Rule::name).containsExactly("Before", "After"));
        assertThat(reading.problems()).extracting(RuleFileProblem::line).containsExactly(6, 7, 8);
    }

    @Test
    void leavesOutAGroupThatIsWrong() throws IOException {
        RuleFileReading reading = read("""
                groups:
                  - {name: good, rules: [{alert: A, expr: up}]}
                  - {name: good, rules: [{alert: B, expr: up}]}
                  - {name: slow, interval: often, rules: [{alert: C, expr: up}]}
                  - {name: new, query_offset: 1m, rules: [{alert: D, expr: up}]}
                  - 7
                  - {name: last, rules: [{alert: E, expr: up}]}
                """);
        assertThat(reading.file().groups()).extracting(RuleGroup::name).containsExactly("good", "last");
        assertThat(reading.problems()).extracting(RuleFileProblem::line).containsExactly(3, 4, 5, 6, 6);
    }

    @Test
    void ofWhatIsNoYamlNothingIsRight() throws IOException {
        RuleFileReading reading = read("groups:\n  - name: [\n");
        assertThat(reading.file().groups()).isEmpty();
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no YAML"));
    }

    @Test
    void ofWhatIsNotInUtf8NothingIsRight() throws IOException {
        byte[] latin = "groups: [] # \u00e4".getBytes(StandardCharsets.ISO_8859_1);
        RuleFileReading reading = RuleFile.readLeniently(
                new InputStreamReader(new ByteArrayInputStream(latin), StandardCharsets.UTF_8.newDecoder()),
                "rules.yml");
        assertThat(reading.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("not in UTF-8"));
    }

    @Test
    void endsWhereNobodyReadsOn() throws IOException {
        String wrong = "      - {alert: Wrong, expr: rate(x)}\n".repeat(300);
        RuleFileReading reading =
                read("groups:\n  - {name: a, rules: [{alert: A, expr: up}]}\n  - name: b\n    rules:\n" + wrong
                        + "  - {name: c, rules: [{alert: C, expr: up}]}\n");
        assertThat(reading.file().groups()).extracting(RuleGroup::name).containsExactly("a");
        assertThat(reading.problems()).hasSize(200);
    }

    private static RuleFileReading read(String text) throws IOException {
        return RuleFile.readLeniently(new StringReader(text), "rules.yml");
    }
}
