package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.DataSet;
import io.llmdatavault.observability.alert.promql.PrometheusDuration;

/**
 * Scenarios as text, one after the other:
 *
 * <pre>
 * === what it is about
 * steps 20
 * load 15s
 *   metric{label="value"}  0 1 2x3
 * ---
 * groups:
 * …
 * </pre>
 */
final class RuleScenarios {

    private RuleScenarios() {}

    static List<RuleScenario> read(String resource) throws IOException {
        try (InputStream in = RuleScenarios.class.getResourceAsStream(resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static List<RuleScenario> parse(String text) {
        List<RuleScenario> scenarios = new ArrayList<>();
        for (String part : text.split("(?m)^=== ", -1)) {
            if (part.contains("\n---\n")) {
                scenarios.add(scenario(part));
            }
        }
        return scenarios;
    }

    private static RuleScenario scenario(String text) {
        int rules = text.indexOf("\n---\n");
        Map<String, String> series = new LinkedHashMap<>();
        long interval = 0;
        int steps = 0;
        for (String line : text.substring(text.indexOf('\n') + 1, rules).split("\n")) {
            if (line.startsWith("steps ")) {
                steps = Integer.parseInt(line.substring(6));
            } else if (line.startsWith("load ")) {
                interval = PrometheusDuration.parse(line.substring(5));
            } else if (line.startsWith("  ")) {
                String[] both = line.trim().split(" {2,}", 2);
                series.put(both[0], both[1]);
            } else if (!line.startsWith("#")) {
                throw new IllegalArgumentException(line);
            }
        }
        return new RuleScenario(
                text.substring(0, text.indexOf('\n')), text.substring(rules + 5), new DataSet(interval, series), steps);
    }
}
