package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    void readsOnWhereNobodyReadsTheMistakes() throws IOException {
        String wrong = "      - {alert: Wrong, expr: rate(x)}\n".repeat(300);
        RuleFileReading reading =
                read("groups:\n  - {name: a, rules: [{alert: A, expr: up}]}\n  - name: b\n    rules:\n" + wrong
                        + "      - {alert: B, expr: up}\n  - {name: c, rules: [{alert: C, expr: up}]}\n"
                        + "  - {name: c, rules: [{alert: D, expr: up}]}\n");
        assertThat(names(reading)).containsExactly("A", "B", "C");
        assertThat(reading.problems()).hasSize(201);
        assertThat(reading.problems().get(200))
                .hasToString("rules.yml:205: Mistakes from here on that are not shown: 101.");
    }

    @Test
    void aWarningTooManyIsNoMistake() throws IOException {
        RuleFileReading reading = read("groups:\n  - name: a\n    rules:\n      - {alert: Wrong, expr: rate(x)}\n"
                + "      - {alert: Warned, expr: 'x[5m]'}\n".repeat(300));
        assertThat(names(reading)).hasSize(300).containsOnly("Warned");
        assertThat(reading.problems()).hasSize(1);
        assertThat(reading.file().warnings()).hasSize(201);
        assertThat(reading.file().warnings().get(200))
                .hasToString("rules.yml:205: Warnings from here on that are not shown: 100.");
    }

    @Test
    void keepsNoMoreOfTenThousandMistakesThanAnybodyReads() throws IOException {
        StringBuilder text = new StringBuilder("groups:\n  - name: a\n    rules:\n");
        for (int i = 1; i < 10_000; i++) {
            text.append("      - {alert: A")
                    .append(i)
                    .append(", expr: 'up + + ")
                    .append(i)
                    .append(" /'}\n");
        }
        RuleFileReading reading = read(text + "      - {alert: Right, expr: up}\n");
        assertThat(names(reading)).containsExactly("Right");
        assertThat(reading.problems()).hasSize(201);
        assertThat(reading.problems().get(200).message()).endsWith(": 9799.");
    }

    @Test
    void readsNoMoreRulesThanAFileMayHave() throws IOException {
        RuleFileReading reading = read("groups:\n  - name: a\n    rules:\n"
                + "      - {record: a, expr: up}\n".repeat(10_001) + "  - {name: b, rules: [{alert: B, expr: up}]}\n");
        assertThat(names(reading)).hasSize(10_000).containsOnly("a");
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(10_004);
            assertThat(problem.message()).contains("must not have more than 10000 rules");
        });
    }

    private static List<String> names(RuleFileReading reading) {
        return reading.file().groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(Rule::name)
                .toList();
    }

    private static RuleFileReading read(String text) throws IOException {
        return RuleFile.readLeniently(new StringReader(text), "rules.yml");
    }
}
