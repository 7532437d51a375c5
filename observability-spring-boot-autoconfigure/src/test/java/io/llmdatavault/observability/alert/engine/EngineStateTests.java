package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.NoDataPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.file;
import static io.llmdatavault.observability.alert.engine.SteppedEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** The states of rules and alerts, stepped: one evaluation every 15 seconds. */
@ExtendWith(OutputCaptureExtension.class)
class EngineStateTests {

    private final List<SteppedEngine> engines = new ArrayList<>();

    @AfterEach
    void close() {
        engines.forEach(SteppedEngine::close);
    }

    @Test
    void goesFromPendingToFiringToResolved() {
        SteppedEngine engine = engine(
                rule("deep", "depth > 10").pendingFor(Duration.ofSeconds(30)).keepFiringFor(Duration.ofSeconds(15)));
        engine.set("depth{queue=a}", 11);
        assertThat(engine.steps(2).active()).containsExactly("deep pending");
        assertThat(engine.step().active()).containsExactly("deep firing");
        engine.set("depth{queue=a}", 10);
        assertThat(engine.step().active()).containsExactly("deep firing");
        assertThat(engine.step().active()).isEmpty();
        assertThat(engine.transitions()).containsExactly("pending", "firing", "resolved");
        assertThat(engine.told()).containsExactly("firing", "resolved");
        assertThat(engine.told.get(0).labels())
                .isEqualTo(Map.of(
                        "alertname",
                        "deep",
                        "queue",
                        "a",
                        "severity",
                        "warning",
                        "category",
                        "availability",
                        "region",
                        "north"));
    }

    @Test
    void waitsAnewAfterAGapOfMoreThanThreeIntervals() {
        SteppedEngine engine = engine(rule("deep", "depth > 10").pendingFor(Duration.ofSeconds(60)));
        engine.set("depth", 11);
        engine.steps(2);
        engine.sleep(Duration.ofSeconds(60));
        assertThat(engine.step().active()).containsExactly("deep pending");
        assertThat(engine.steps(3).active()).containsExactly("deep pending");
        assertThat(engine.step().active()).containsExactly("deep firing");
    }

    @Test
    void tellsNobodyTwiceWhileItCoolsDown() {
        SteppedEngine engine = engine(rule("deep", "depth > 10").cooldown(Duration.ofMinutes(10)));
        for (double value : new double[] {11, 0, 11, 0}) {
            engine.set("depth", value);
            engine.step();
        }
        assertThat(engine.transitions()).containsExactly("firing", "resolved", "firing", "resolved");
        assertThat(engine.told()).containsExactly("firing", "resolved");
    }

    @Test
    void whoeverIsToldOfNoDataHearsThatItIsNoValue() {
        SteppedEngine engine = engine(rule("deep", "sum(depth) > 10").noData(NoDataPolicy.ALERT));
        engine.step();
        engine.set("depth", 11);
        engine.step();
        engine.set("depth", 1);
        engine.step();
        assertThat(engine.told()).containsExactly("firing", "resolved");
        assertThat(engine.told).extracting(Notification::noData).containsExactly(true, false);
        assertThat(engine.told).extracting(Notification::value).containsExactly(Double.NaN, 11.0);
        assertThat(engine.heard).extracting(AlertTransition::noData).containsExactly(true, false);
    }

    @Test
    void notANumberIsAValue() {
        SteppedEngine engine = engine(rule("odd", "depth != 1").noData(NoDataPolicy.ALERT));
        engine.set("depth", Double.NaN);
        engine.step();
        assertThat(engine.status(0).active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.noData()).isFalse());
    }

    @Test
    void whatIsAlwaysThereIsNoDataOfARuleThatAsksForMore() {
        SteppedEngine engine = engine(
                rule("deep", "depth > 10 and on () up == 1").noData(NoDataPolicy.ALERT),
                rule("up", "up == 0").noData(NoDataPolicy.ALERT));
        engine.set("up", 1);
        engine.step();
        assertThat(engine.engine.rules())
                .extracting(RuleStatus::state)
                .containsExactly(RuleStatus.State.NO_DATA, RuleStatus.State.OK);
        assertThat(engine.active()).hasSize(1);
    }

    @Test
    void aFalseConditionIsNoMissingData() {
        SteppedEngine engine =
                engine(rule("deep", "depth > 10").noData(NoDataPolicy.ALERT), rule("no", "vector(1) > 2"));
        engine.set("depth", 1);
        engine.step();
        assertThat(engine.engine.rules()).extracting(RuleStatus::state).containsOnly(RuleStatus.State.OK);
        assertThat(engine.active()).isEmpty();
    }

    @Test
    void alertsStayWhileARuleFailsAndTheErrorIsShown() {
        SteppedEngine engine = engine(rule("both", "a + on (x) b > 0"), rule("deep", "a > 0"));
        engine.set("a{x=1}", 1);
        engine.set("b{x=1,y=1}", 1);
        engine.step();
        assertThat(engine.active()).containsExactly("both firing", "deep firing");
        engine.set("b{x=1,y=2}", 1);
        engine.step();
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        assertThat(engine.status(0).error()).contains("many-to-many");
        assertThat(engine.status(0).evaluationDuration()).isNotNull();
        assertThat(engine.status(1).state()).isEqualTo(RuleStatus.State.OK);
        assertThat(engine.active()).containsExactly("both firing", "deep firing");
        engine.remove("b{x=1,y=2}");
        engine.step();
        assertThat(engine.status(0).error()).isNull();
        assertThat(engine.transitions()).containsExactly("firing", "firing");
    }

    @Test
    void twoAlertsOfTheSameLabelsAreAnError() {
        SteppedEngine engine = engine(rule("deep", "depth > 0").label("queue", "all"));
        engine.set("depth{queue=a}", 1);
        engine.step();
        assertThat(engine.active()).containsExactly("deep firing");
        engine.set("depth{queue=b}", 1);
        engine.step();
        assertThat(engine.status(0).error())
                .isEqualTo("vector contains metrics with the same labelset after applying alert labels");
        assertThat(engine.active()).containsExactly("deep firing");
    }

    @Test
    void moreAlertsThanTheLimitEndThemAll() {
        SteppedEngine engine = engine(file("groups: [{name: g, limit: 1, rules: [{alert: Deep, expr: depth > 0}]}]"));
        engine.set("depth{queue=a}", 1);
        engine.step();
        engine.set("depth{queue=b}", 1);
        engine.step();
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        assertThat(engine.status(0).error()).isEqualTo("exceeded limit of 1 with 2 alerts");
        assertThat(engine.active()).isEmpty();
        engine.remove("depth{queue=b}");
        assertThat(engine.step().active()).containsExactly("deep firing");
        assertThat(engine.told()).containsExactly("firing", "resolved", "firing");
    }

    @Test
    void aQueryBeyondItsLimitsIsAnErrorOfItsRuleAlone() {
        SteppedEngine engine =
                engine(rule("endless", "count_over_time((depth > 0)[25h:1ms] @ 0) > 0"), rule("deep", "depth > 0"));
        engine.set("depth", 1);
        engine.step();
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        assertThat(engine.status(0).error()).startsWith("The query t");
        assertThat(engine.active()).containsExactly("deep firing");
    }

    @Test
    void anotherEngineOfTheSameRulesHasTheSameFingerprints() {
        List<String> fingerprints = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            SteppedEngine engine = engine(rule("deep", "depth > 0"));
            engine.set("depth{queue=a,instance=here:80}", 1);
            engine.step();
            fingerprints.add(engine.status(0).active().get(0).fingerprint());
        }
        assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600})
    void aClockThatIsSetNeitherFiresNorResolves(long seconds) {
        SteppedEngine engine = engine(
                rule("pending", "depth > 0").pendingFor(Duration.ofMinutes(10)),
                rule("firing", "depth > 0"),
                rule("rising", "increase(total[2m]) > 100"),
                rule("falling", "increase(total[2m]) < 50"));
        for (int i = 0; i < 20; i++) {
            engine.set("total", i * 10);
            engine.set("depth", 1);
            engine.step();
        }
        List<String> before = engine.active();
        assertThat(before).containsExactly("pending pending", "firing firing");
        engine.heard.clear();
        engine.set = Duration.ofSeconds(seconds);
        for (int i = 20; i < 32; i++) {
            engine.set("total", i * 10);
            engine.step();
            assertThat(engine.active()).isEqualTo(before);
        }
        assertThat(engine.heard).isEmpty();
    }

    @Test
    void remembersAThousandChanges() {
        SteppedEngine engine = engine(rule("deep", "depth > 0"));
        for (int i = 0; i < 1100; i++) {
            engine.set("depth", i % 2);
            engine.step();
        }
        assertThat(engine.heard).hasSize(1099);
        assertThat(engine.engine.history()).hasSize(1000);
        assertThat(engine.engine.history().get(0)).isEqualTo(engine.heard.get(1098));
        assertThat(engine.engine.history())
                .extracting(AlertTransition::at)
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void whatStopsDuringAPassEvaluatesNoFurtherRule() {
        SteppedEngine[] engine = new SteppedEngine[1];
        engine[0] = new SteppedEngine(
                List.of(SteppedEngine.group(rule("one", "depth > 0"), rule("two", "depth > 0"))),
                10,
                List.of(change -> engine[0].stopped = true));
        engines.add(engine[0]);
        engine[0].set("depth", 1);
        engine[0].step();
        assertThat(engine[0].active()).containsExactly("one firing");
        assertThat(engine[0].status(1).state()).isEqualTo(RuleStatus.State.WAITING);
        engine[0].stopped = false;
        assertThat(engine[0].step().active()).containsExactly("one firing", "two firing");
    }

    @Test
    void listsWhatIsSwitchedOffAndDoesNotEvaluateIt() {
        SteppedEngine engine = engine(rule("off", "depth > 0").enabled(false), rule("on", "depth > 0"));
        engine.set("depth", 1);
        assertThat(engine.step().active()).containsExactly("on firing");
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.DISABLED);
        assertThat(engine(rule("off", "depth > 0").enabled(false)).engine.hasRules())
                .isFalse();
    }

    @Test
    void passesOnRenderedTexts() {
        SteppedEngine engine = engine(rule("deep", "depth > 0")
                .label("severity", "{{ $labels.level }}")
                .annotation("summary", "{{ $labels.__name__ }} in {{ $externalLabels.region }} is {{ $value }}"));
        engine.set("depth{level=bad}", 3);
        engine.step();
        engine.told();
        assertThat(engine.told)
                .singleElement()
                .extracting(Notification::annotations)
                .isEqualTo(Map.of("summary", "depth in north is 3"));
        assertThat(engine.status(0).active().get(0).labels()).containsEntry("severity", "bad");
    }

    private SteppedEngine engine(AlertRule.Builder... rules) {
        return engine(List.of(SteppedEngine.group(rules)));
    }

    private SteppedEngine engine(List<EvaluationGroup> groups) {
        SteppedEngine engine = new SteppedEngine(groups);
        engines.add(engine);
        return engine;
    }
}
