package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** What rules share: names, labels, and room. */
class SharedAlertTests {

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private SteppedEngine engine;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void twoRulesOfOneAlertNameFireAndEndOnTheirOwn() {
        engine = new SteppedEngine(List.of(named("Deep", "Deep", "a > 0"), named("Deep", "Deep#2", "b > 0")));
        engine.set("a", 1);
        engine.set("b", 1);
        engine.step();
        Set<String> fingerprints = Set.copyOf(engine.engine.rules().stream()
                .map(rule -> rule.active().get(0).fingerprint())
                .toList());
        assertThat(fingerprints).hasSize(2);
        engine.set("a", 0);
        engine.step();
        engine.set("b", 0);
        engine.step();
        engine.told();
        assertThat(engine.told)
                .extracting(item -> item.ruleId() + " " + item.state().label())
                .containsExactly("Deep firing", "Deep#2 firing", "Deep resolved", "Deep#2 resolved");
    }

    private static EvaluationGroup named(String alertName, String id, String expression) {
        AlertingRule computed = (AlertingRule) RuleFile.parse(
                        "groups: [{name: g, rules: [{alert: " + alertName + ", expr: " + expression + "}]}]", "f.yml")
                .groups()
                .get(0)
                .rules()
                .get(0);
        return new EvaluationGroup(
                "g " + id,
                "f.yml",
                Duration.ZERO,
                0,
                List.of(new EvaluationRule(computed, rule(id, expression).build())));
    }

    @Test
    void aLabelOfTheSeriesIsNotReplacedBySeverityOrCategory() {
        engine = SteppedEngine.of(
                rule("failed", "jobs_failed > 0"),
                rule("own", "jobs_failed > 0").label("level", "x"));
        engine.set("jobs_failed{category=a,severity=low}", 1);
        engine.set("jobs_failed{category=b}", 1);
        engine.step();
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.OK);
        assertThat(engine.status(0).active())
                .extracting(AlertInstance::labels)
                .containsExactlyInAnyOrder(
                        Map.of("alertname", "failed", "category", "a", "severity", "low"),
                        Map.of("alertname", "failed", "category", "b", "severity", "warning"));
    }

    @Test
    void allRulesTogetherHaveAtMostTenThousandAlertsBesideTenOfEach() {
        AlertRule.Builder[] rules = new AlertRule.Builder[12];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = rule("rule-" + i, "depth > " + i);
        }
        engine = SteppedEngine.of(rules);
        for (int i = 0; i < 900; i++) {
            engine.set("depth{queue=" + i + "}", 100);
        }
        engine.steps(2);
        assertThat(engine.active()).hasSize(10_120);
        assertThat(engine.status(11).active()).hasSize(220);
        assertThat(log.lines())
                .filteredOn(line -> line.contains("10000 alerts"))
                .hasSize(1);
        engine.samples.replaceAll((labels, value) -> 0.0);
        assertThat(engine.step().active()).isEmpty();
        engine.samples.replaceAll((labels, value) -> 100.0);
        assertThat(engine.step().active()).hasSize(10_120);
    }

    @Test
    void asksOnceWhetherNamesAreWrong() {
        List<AlertRule.Builder> rules = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            rules.add(rule("typo-" + i, "dept > " + i));
        }
        rules.add(rule("late", "depth > 10"));
        rules.add(rule("gone", "width > 10"));
        List<EvaluationGroup> groups = new ArrayList<>();
        groups.add(SteppedEngine.group(rules.toArray(AlertRule.Builder[]::new)));
        groups.addAll(SteppedEngine.file("groups: [{name: g, rules: [{alert: Other, expr: other > 1}]}]"));
        engine = new SteppedEngine(groups);
        engine.set("width", 1);
        engine.step();
        engine.remove("width");
        engine.step();
        engine.set("depth", 1);
        assertThat(log.lines()).noneMatch(line -> line.contains("no data"));
        engine.steps(20);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("INFO ")
                .contains("no data so far", "typo-0, typo-1, ", "typo-9 and 4 more")
                .doesNotContain("late", "gone", "Other");
    }

    @Test
    void asksAfterTheThirdEvaluationHoweverOftenOtherGroupsAreEvaluated() {
        List<EvaluationGroup> groups = new ArrayList<>();
        groups.add(SteppedEngine.group(rule("typo", "dept > 10")));
        groups.addAll(
                SteppedEngine.file("groups: [{name: g, interval: 1s, rules: [{alert: Other, expr: other > 1}]}]"));
        engine = new SteppedEngine(groups);
        engine.steps(30);
        assertThat(log.lines()).isEmpty();
        engine.step();
        assertThat(log.lines()).singleElement().asString().contains("no data so far: typo.");
    }
}
