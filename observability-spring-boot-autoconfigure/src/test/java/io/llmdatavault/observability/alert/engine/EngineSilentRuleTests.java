package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.notify.Channel;
import io.llmdatavault.observability.alert.notify.LogNotifier;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules whose channels all leave out their severity. */
@ExtendWith(OutputCaptureExtension.class)
class EngineSilentRuleTests {

    private static final String SILENT = "No channel is told of alerts of these rules";

    @RegisterExtension
    final OwnLog log = new OwnLog();

    @Test
    void areNamedOnceWithSeverityAndChannels(CapturedOutput output) {
        make(properties(
                rule("deep", AlertSeverity.WARNING).channel("loud").channel("pager"),
                rule("deeper", AlertSeverity.CRITICAL).channel("loud"),
                rule("both", AlertSeverity.WARNING).channel("loud").channel("log"),
                rule("unnamed", AlertSeverity.WARNING),
                rule("off", AlertSeverity.INFO).channel("loud").enabled(false)));
        assertThat(output)
                .containsOnlyOnce(SILENT)
                .containsPattern("WARN.*" + SILENT)
                .contains("vault.observability.alerts.channels.<name>.severities")
                .contains(": deep is of severity warning, its channels [loud, pager]" + System.lineSeparator());
    }

    @Test
    void shippedOnesAreWordsByTheWayAndOnlySomeAreNamed(CapturedOutput output) {
        List<AlertRule.Builder> rules = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            rules.add(rule("rule-" + i, AlertSeverity.INFO));
        }
        make(EvaluationGroup.shipped("shipped", evaluated(rules.stream())));
        assertThat(output)
                .containsPattern("INFO.*" + SILENT)
                .contains("rule-10 is of severity info, its channels [log] and 2 more")
                .doesNotContain("rule-11");
    }

    @Test
    void shippedOnesHideNoneOfTheOthers(CapturedOutput output) {
        List<AlertRule.Builder> rules = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            rules.add(rule("rule-" + i, AlertSeverity.INFO));
        }
        make(
                EvaluationGroup.shipped("shipped", evaluated(rules.stream())),
                properties(rule("mine", AlertSeverity.WARNING).channel("loud")));
        assertThat(output)
                .containsPattern("WARN.*" + SILENT + ".*: mine is of severity warning, its channels \\[loud\\]\\R")
                .containsPattern("INFO.*" + SILENT + ".*: rule-1 is");
    }

    @Test
    void saysNothingOfOthers() {
        make(properties(
                rule("deep", AlertSeverity.WARNING),
                rule("deeper", AlertSeverity.CRITICAL).channel("pager")));
        assertThat(log.lines()).noneMatch(line -> line.contains("No channel"));
    }

    private static EvaluationGroup properties(AlertRule.Builder... rules) {
        return new EvaluationGroup("rules", "", Duration.ZERO, 0, evaluated(Stream.of(rules)));
    }

    private static List<EvaluationRule> evaluated(Stream<AlertRule.Builder> rules) {
        return rules.map(rule -> EvaluationRule.of(rule.build())).toList();
    }

    private static AlertRule.Builder rule(String id, AlertSeverity severity) {
        return AlertRule.builder(id).severity(severity).condition(PromQlCondition.of("depth > 10"));
    }

    private static void make(EvaluationGroup... groups) {
        Map<String, Channel> channels = Map.of(
                "log", channel("log", AlertSeverity.WARNING, AlertSeverity.ERROR),
                "loud", channel("loud", AlertSeverity.CRITICAL),
                "pager", channel("pager", AlertSeverity.CRITICAL, AlertSeverity.ERROR));
        try (NotificationQueue queue = new NotificationQueue(channels, null)) {
            AlertEngine engine = new AlertEngine(
                    List.of(groups),
                    List.of(),
                    SteppedEngine.settings(10),
                    () -> Labels.EMPTY,
                    List::of,
                    queue,
                    List::of,
                    null,
                    null);
            engine.close();
        }
    }

    private static Channel channel(String name, AlertSeverity... severities) {
        return new Channel(new LogNotifier(name), Set.of(severities));
    }
}
