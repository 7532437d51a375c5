package io.llmdatavault.observability.alert.promql.rulefile;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.template.Promtool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads rule files and asks {@code promtool check rules} which of them Prometheus takes. */
class RuleFileParityTests {

    @Test
    void takesWhatPrometheusTakes(@TempDir Path directory) throws Exception {
        Map<String, String> cases = cases();
        List<String> command = new ArrayList<>(List.of("check", "rules", "--lint=none"));
        int number = 0;
        for (String text : cases.values()) {
            command.add(Files.writeString(directory.resolve(number++ + ".yml"), text)
                    .toString());
        }
        String[] verdicts = Promtool.run(command.toArray(String[]::new)).split("Checking ", -1);
        assertThat(verdicts).hasSize(cases.size() + 1);

        Map<String, String> wrong = new LinkedHashMap<>();
        int refused = 0;
        number = 0;
        for (Map.Entry<String, String> test : cases.entrySet()) {
            boolean taken = verdicts[++number].contains("SUCCESS");
            refused += taken ? 0 : 1;
            String ours = "taken";
            try {
                RuleFile.parse(test.getValue(), "rules.yml");
            } catch (RuleFileException ex) {
                ours = ex.getMessage();
            }
            if (taken != ours.equals("taken")) {
                wrong.put(test.getKey(), "ours: " + ours + "\nPrometheus: " + verdicts[number]);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(cases).hasSizeGreaterThan(90);
        assertThat(refused).isBetween(50, cases.size() - 30);
    }

    @Test
    void takesWellKnownRules(@TempDir Path directory) throws Exception {
        String text = resource("well-known-rules.yml");
        String verdict = Promtool.run(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yml"), text).toString());

        RuleFile file = RuleFile.parse(text, "well-known-rules.yml");

        assertThat(verdict).contains("SUCCESS: 58 rules found");
        assertThat(file.warnings()).isEmpty();
        assertThat(file.groups().stream()
                        .mapToInt(group -> group.rules().size())
                        .sum())
                .isEqualTo(58);
    }

    @Test
    void warnsOfWhatPrometheusRefuses(@TempDir Path directory) throws Exception {
        String text = resource("storage-service-rules.yml");
        String verdict = Promtool.run(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yml"), text).toString());

        RuleFile file = RuleFile.parse(text, "storage-service-rules.yml");

        assertThat(verdict).contains("function \"humanizeBytes\" not defined").containsOnlyOnce("rules.yml: group");
        assertThat(file.warnings())
                .singleElement()
                .hasToString(
                        "storage-service-rules.yml:115: group \"dits-info\", rule \"LargeUpload\": \"description\": "
                                + "1:23: Prometheus has no function \"humanizeBytes\"; write humanize1024.");
    }

    @Test
    void takesRulesWithoutWarning(@TempDir Path directory) throws Exception {
        String text = resource("assistant-rules.yml");
        String verdict = Promtool.run(
                "check",
                "rules",
                Files.writeString(directory.resolve("rules.yml"), text).toString());

        RuleFile file = RuleFile.parse(text, "assistant-rules.yml");

        assertThat(verdict).contains("SUCCESS: 5 rules found");
        assertThat(file.warnings()).isEmpty();
        assertThat(file.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.rules()).hasSize(5));
    }

    private static Map<String, String> cases() throws Exception {
        Map<String, String> cases = new LinkedHashMap<>();
        for (String part : resource("cases.txt").split("(?m)^=== ", -1)) {
            int end = part.indexOf('\n');
            if (end > 0) {
                assertThat(cases.put(part.substring(0, end), part.substring(end + 1)))
                        .isNull();
            }
        }
        return cases;
    }

    static String resource(String name) throws Exception {
        try (InputStream in = RuleFileParityTests.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
