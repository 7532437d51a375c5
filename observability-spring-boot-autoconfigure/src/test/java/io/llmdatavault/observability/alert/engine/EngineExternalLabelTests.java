package io.llmdatavault.observability.alert.engine;

import java.util.Map;

import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.promql.Labels;
import org.junit.jupiter.api.Test;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** External labels, of which the engine of these tests has {@code region="north"}: added to what is sent, nowhere else. */
class EngineExternalLabelTests {

    private static final Map<String, String> OWN =
            Map.of("alertname", "deep", "severity", "warning", "category", "availability");

    @Test
    void notificationsOfAlertsThatHaveNoneAnyMoreHaveThem() {
        try (SteppedEngine engine =
                SteppedEngine.of(rule("deep", "sum(depth) > 0"), rule("watching", "ALERTS{alertname='none'}"))) {
            engine.set("depth{region=north}", 1);
            engine.step();
            engine.remove("depth{region=north}");
            engine.step();
            assertThat(engine.told()).containsExactly("firing", "resolved");
            assertThat(engine.told)
                    .allSatisfy(told -> assertThat(told.labels())
                            .containsEntry("region", "north")
                            .containsAllEntriesOf(OWN)
                            .hasSize(OWN.size() + 1));
        }
    }

    @Test
    void whatTheAlertSaysItselfCounts() {
        try (SteppedEngine engine = SteppedEngine.of(
                rule("of-the-series", "depth > 0"),
                rule("of-the-rule", "depth > 0").label("region", "west"))) {
            engine.set("depth{region=south}", 1);
            engine.step();
            engine.told();
            assertThat(engine.told)
                    .extracting(told -> told.labels().get("region"))
                    .containsExactly("south", "west");
        }
    }

    @Test
    void nothingElseHasThem() {
        try (SteppedEngine engine =
                SteppedEngine.of(rule("deep", "sum(depth) > 0"), rule("watching", "ALERTS{region='north'} > 0"))) {
            engine.set("depth", 1);
            engine.steps(2).told();
            AlertInstance alert = engine.status(0).active().get(0);
            assertThat(alert.labels()).isEqualTo(OWN);
            assertThat(engine.heard)
                    .allSatisfy(change -> assertThat(change.labels()).isEqualTo(OWN));
            assertThat(engine.engine.history())
                    .allSatisfy(change -> assertThat(change.labels()).isEqualTo(OWN));
            assertThat(engine.active()).containsExactly("deep firing");
            assertThat(engine.told)
                    .extracting(Notification::fingerprint)
                    .containsExactly(alert.fingerprint())
                    .containsExactly(Fingerprint.of(Labels.of(OWN), Labels.EMPTY, "deep"));
        }
    }
}
