package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same rule files over the same series give the same here as at promtool, at every step: states, labels, values, the
 * times of all alerts, rendered annotations of those that fire, and what is recorded.
 */
@ExtendWith(QuietEngine.class)
class RuleParityTests {

    @TestFactory
    List<DynamicTest> comeToTheSameAsAtPromtool() throws Exception {
        List<RuleScenario> scenarios = RuleScenarios.read("rule-scenarios.txt");
        List<RuleRun> runs = PromtoolRules.ask(scenarios);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < scenarios.size(); i++) {
            RuleScenario scenario = scenarios.get(i);
            RuleRun expected = runs.get(i);
            tests.add(DynamicTest.dynamicTest(scenario.name(), () -> {
                assertThat(expected.steps())
                        .anySatisfy(step -> assertThat(step.written()).isNotEmpty());
                String difference = expected.difference(EngineRules.run(scenario));
                assertThat(difference).as(scenario.toString()).isEmpty();
            }));
        }
        return tests;
    }

    /** promtool evaluates all groups at each step, so that it can be asked about the turns of this group only. */
    @Test
    void aGroupWithAnIntervalOfItsOwnHasTheStepOfTheEngineInSubqueries() throws Exception {
        RuleScenario scenario = RuleScenarios.parse("""
                === a group that is slower
                steps 20
                load 15s
                  a  0 0 0 0 1 1 2 2 0 0 0 0 3 3 4 4 5 5 0 0
                ---
                groups:
                - name: slow
                  interval: 30s
                  rules:
                  - record: steps
                    expr: count_over_time(vector(1)[2m:])
                  - record: most
                    expr: max_over_time((a * 2)[1m:])
                  - alert: High
                    expr: a > 0
                    annotations: {summary: "{{ $value }}"}
                """).get(0);
        RuleRun expected = PromtoolRules.ask(List.of(scenario)).get(0);
        RuleRun actual = EngineRules.run(scenario);
        for (int i = 0; i < scenario.steps(); i += 2) {
            assertThat(actual.steps().get(i))
                    .as("step %d", i)
                    .isEqualTo(expected.steps().get(i));
            assertThat(actual.steps().get(i + 1))
                    .as("between two turns")
                    .isEqualTo(actual.steps().get(i));
        }
    }

    @Test
    void toleratesARoundingErrorInATextOnly() {
        assertThat(RuleRun.isSameText("a 0.3 b", "a 0.30000000000000004 b")).isTrue();
        assertThat(RuleRun.isSameText("a 0.3 b", "a 0.31 b")).isFalse();
        assertThat(RuleRun.isSameText("a 1 b", "a 1 c")).isFalse();
        assertThat(RuleRun.isSameText("1e+06", "1.0000000000001e+06")).isTrue();
        assertThat(RuleRun.isSameText("1 2", "1")).isFalse();
    }
}
