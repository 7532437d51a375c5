package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.promql.DataSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random rule files over random series come to the same here as at promtool. More of them, or others:
 *
 * <pre>
 * ./mvnw -B test -pl observability-spring-boot-autoconfigure -Dtest=RandomRuleParityTests \
 *     -Dalerts.parity.cases=20000 -Dalerts.parity.seed=7
 * </pre>
 */
@ExtendWith(QuietEngine.class)
class RandomRuleParityTests {

    private static final Logger LOGGER = LoggerFactory.getLogger(RandomRuleParityTests.class);

    private static final int CASES = Integer.getInteger("alerts.parity.cases", 500);

    private static final long SEED = Long.getLong("alerts.parity.seed", 1);

    private static final int CASES_PER_RUN = 100;

    private static final int SHOWN = 3;

    private final Map<String, Integer> seen = new TreeMap<>();

    private final List<String> differences = new ArrayList<>();

    @Test
    void randomRulesComeToTheSame() throws Exception {
        RandomRules rules = new RandomRules(new Random(SEED));
        for (int asked = 0; asked < CASES; asked += CASES_PER_RUN) {
            List<RandomRules.Parts> parts = Stream.generate(rules::next)
                    .limit(Math.min(CASES_PER_RUN, CASES - asked))
                    .toList();
            int first = asked;
            List<RuleScenario> scenarios = new ArrayList<>();
            for (RandomRules.Parts part : parts) {
                scenarios.add(part.scenario("case " + (first + scenarios.size())));
            }
            List<RuleRun> runs = PromtoolRules.ask(scenarios);
            for (int i = 0; i < runs.size(); i++) {
                compare(parts.get(i), scenarios.get(i), runs.get(i));
            }
        }
        LOGGER.info("Parity of rules: seed {}, {} rule files: {}", SEED, CASES, seen);
        assertThat(differences).as("seed %d", SEED).isEmpty();
        assertThat(seen.getOrDefault("pending and firing", 0)).isGreaterThan(CASES / 8);
        assertThat(seen.getOrDefault("resolved", 0)).isGreaterThan(CASES / 8);
        assertThat(seen.getOrDefault("recorded", 0)).isGreaterThan(CASES / 4);
        assertThat(seen.getOrDefault("a rule fails", 0)).isBetween(CASES / 100, CASES / 4);
    }

    private void compare(RandomRules.Parts parts, RuleScenario scenario, RuleRun expected) throws Exception {
        count(expected);
        String difference = expected.difference(EngineRules.run(scenario));
        if (!difference.isEmpty()) {
            count("different");
            if (differences.size() < SHOWN) {
                differences.add(smallest(parts, scenario.name()));
            }
        }
    }

    private void count(RuleRun run) {
        boolean pending = written(run, name -> name.contains("alertstate=\"pending\""));
        boolean firing = written(run, name -> name.contains("alertstate=\"firing\""));
        boolean resolved = false;
        for (int i = 1; i < run.steps().size(); i++) {
            resolved |= !run.steps()
                    .get(i)
                    .firing()
                    .keySet()
                    .containsAll(run.steps().get(i - 1).firing().keySet());
        }
        count(pending && firing ? "pending and firing" : pending ? "pending" : firing ? "firing" : "no alert");
        if (resolved) {
            count("resolved");
        }
        if (written(run, name -> name.matches("r\\d.*"))) {
            count("recorded");
        }
        if (!run.failed().isEmpty()) {
            count("a rule fails");
        }
        seen.merge("steps", run.steps().size(), Integer::sum);
    }

    private static boolean written(RuleRun run, Predicate<String> labels) {
        return run.steps().stream()
                .anyMatch(step -> step.written().keySet().stream().anyMatch(labels));
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Leaves out rules, series and steps as long as there is a difference. */
    private static String smallest(RandomRules.Parts parts, String name) throws Exception {
        RandomRules.Parts smallest = parts;
        String difference = difference(parts, name);
        for (boolean found = true; found && !difference.isEmpty(); ) {
            found = false;
            for (RandomRules.Parts smaller : smaller(smallest)) {
                String other = difference(smaller, name);
                if (!other.isEmpty()) {
                    smallest = smaller;
                    difference = other;
                    found = true;
                    break;
                }
            }
        }
        return difference.isEmpty()
                ? name + " differs in one run of promtool and not in the next"
                : "\n" + difference + "\n" + smallest.scenario(name);
    }

    private static String difference(RandomRules.Parts parts, String name) throws Exception {
        RuleScenario scenario = parts.scenario(name);
        return PromtoolRules.ask(List.of(scenario)).get(0).difference(EngineRules.run(scenario));
    }

    private static List<RandomRules.Parts> smaller(RandomRules.Parts parts) {
        List<RandomRules.Parts> smaller = new ArrayList<>();
        if (parts.steps() > 1) {
            smaller.add(new RandomRules.Parts(parts.groups(), parts.data(), parts.steps() / 2));
            smaller.add(new RandomRules.Parts(parts.groups(), parts.data(), parts.steps() - 1));
        }
        for (int group = 0; group < parts.groups().size(); group++) {
            for (int rule = 0; rule < parts.groups().get(group).size(); rule++) {
                List<List<String>> groups = new ArrayList<>(parts.groups());
                List<String> rules = new ArrayList<>(groups.get(group));
                rules.remove(rule);
                groups.set(group, rules);
                groups.removeIf(List::isEmpty);
                if (!groups.isEmpty()) {
                    smaller.add(new RandomRules.Parts(groups, parts.data(), parts.steps()));
                }
            }
        }
        for (String series : parts.data().series().keySet()) {
            Map<String, String> rest = new TreeMap<>(parts.data().series());
            rest.remove(series);
            smaller.add(new RandomRules.Parts(
                    parts.groups(), new DataSet(parts.data().intervalMillis(), rest), parts.steps()));
        }
        return smaller;
    }
}
