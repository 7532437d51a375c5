package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.EngineSettings;
import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.rulefile.RecordingRule;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;

/** What the endpoint shows of rules before any of them was evaluated. */
class AlertsEndpointTests {

    @Test
    @SuppressWarnings("unchecked")
    void showsRulesAndThoseThatAreWrong() {
        AlertRule deep = AlertRule.builder("deep")
                .condition(PromQlCondition.of("depth>10"))
                .pendingFor(Duration.ofSeconds(90))
                .cooldown(Duration.ofHours(1))
                .build();
        RecordingRule recording = new RecordingRule("depth:sum", PromQl.parse("sum(depth)"), Map.of(), 7);
        try (NotificationQueue queue = new NotificationQueue(Map.of(), null);
                AlertEngine engine = engine(queue, deep, recording)) {
            Map<String, Object> part = new AlertsEndpoint(engine, null).part("rules");
            List<Map<String, Object>> rules = (List<Map<String, Object>>) part.get("rules");
            assertThat(rules.get(0))
                    .containsEntry("id", "deep")
                    .containsEntry("kind", "alerting")
                    .containsEntry("origin", "properties")
                    .containsEntry("group", "rules")
                    .containsEntry("state", "waiting")
                    .containsEntry("expr", "depth > 10")
                    .containsEntry("for", "1m30s")
                    .containsEntry("keepFiringFor", "0s")
                    .containsEntry("cooldown", "1h")
                    .containsEntry("noData", "ok")
                    .doesNotContainKeys("file", "line", "error");
            assertThat(rules.get(1))
                    .containsEntry("name", "depth:sum")
                    .containsEntry("kind", "recording")
                    .containsEntry("group", "recorded")
                    .containsEntry("origin", "file")
                    .containsEntry("file", "rules.yml")
                    .containsEntry("line", 7)
                    .containsEntry("expr", "sum(depth)")
                    .doesNotContainKeys("id", "for", "severity");
            assertThat(part.get("invalid"))
                    .isEqualTo(List.of(Map.of("source", "rules.yml", "name", "Broken", "error", "no expression")));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    @SuppressWarnings("unchecked")
    void showsNoValueThatIsNoNumberOfJson(double value) {
        AlertRule deep = AlertRule.builder("deep").expr("depth > 10").build();
        AlertEngine engine = Mockito.mock(AlertEngine.class);
        Mockito.when(engine.history())
                .thenReturn(List.of(new AlertTransition(
                        deep, "0", Map.of(), AlertState.INACTIVE, AlertState.FIRING, value, false, Instant.EPOCH)));
        List<Map<String, Object>> history = (List<Map<String, Object>>)
                new AlertsEndpoint(engine, null).part("history").get("history");
        assertThat(history.get(0).get("value")).isEqualTo(value == 2 ? 2.0 : null);
        assertThat(history.get(0)).doesNotContainKey("noData");
        assertThat(history.get(0).containsKey("value")).isEqualTo(value == 2);
    }

    private static AlertEngine engine(NotificationQueue queue, AlertRule rule, RecordingRule recording) {
        return new AlertEngine(
                List.of(
                        new EvaluationGroup("rules", "", Duration.ZERO, 0, List.of(EvaluationRule.of(rule))),
                        new EvaluationGroup(
                                "recorded", "rules.yml", Duration.ZERO, 0, List.of(EvaluationRule.of(recording)))),
                List.of(new InvalidRule("rules.yml", "Broken", "no expression")),
                new EngineSettings(
                        Duration.ofSeconds(15),
                        Duration.ZERO,
                        10,
                        Duration.ofHours(1),
                        Duration.ofHours(25),
                        100,
                        1L << 24,
                        Labels.EMPTY),
                () -> Labels.EMPTY,
                List::of,
                queue,
                List::of,
                null,
                null);
    }
}
