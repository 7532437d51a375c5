package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** One step every 10 seconds: {@code 1} where the condition is true, {@code 0} where it is false. */
class AlertStateMachineTests {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final List<AlertTransition> transitions = new ArrayList<>();

    private final List<AlertStateMachine.News> news = new ArrayList<>();

    private long seconds = Long.MAX_VALUE / 2_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 010, firing resolved",
        "0, 0, 0110, firing resolved",
        "20, 0, 110, pending inactive",
        "20, 0, 111, pending firing",
        "20, 0, 11011, pending inactive pending",
        "20, 0, 1110, pending firing resolved",
        "20, 0, 11101, pending firing resolved pending",
        "25, 0, 111, pending",
        "25, 0, 1111, pending firing",
        "0, 20, 100, firing",
        "0, 20, 1000, firing resolved",
        "0, 20, 1001000, firing resolved",
        "0, 20, 100100, firing",
        "20, 20, 1100, pending inactive",
    })
    void stepsThroughItsStates(long pendingFor, long keepFiringFor, String conditions, String states) {
        AlertStateMachine machine = machine(rule ->
                rule.pendingFor(Duration.ofSeconds(pendingFor)).keepFiringFor(Duration.ofSeconds(keepFiringFor)));
        run(machine, conditions);
        assertThat(transitions.stream().map(transition -> transition.to().label()))
                .containsExactly(states.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1010, firing resolved firing resolved",
        "30, 1010, firing resolved",
        "30, 101010000, firing resolved firing resolved",
        "40, 101010000, firing resolved",
        "30, 10111, firing resolved firing",
        "30, 101110, firing resolved firing resolved",
        "30, 1000010, firing resolved firing resolved",
    })
    void tellsNobodyUntilItHasCooledDown(long cooldown, String conditions, String told) {
        AlertStateMachine machine = machine(rule -> rule.cooldown(Duration.ofSeconds(cooldown)));
        run(machine, conditions);
        assertThat(news.stream().map(item -> item.alert().state().label())).containsExactly(told.split(" "));
        assertThat(transitions.stream()
                        .filter(transition -> transition.to() == AlertState.FIRING)
                        .count())
                .isEqualTo(conditions
                        .replaceAll("1+", "1")
                        .chars()
                        .filter(c -> c == '1')
                        .count());
    }

    /** Cooling down takes memory, which is bounded: the alert that was resolved first may be told of again. */
    @Test
    void remembersNoMoreCoolingAlertsThanMayBeActive() {
        AlertStateMachine machine = machine(rule -> rule.cooldown(Duration.ofHours(1)));
        for (String host : List.of("a", "b", "c", "d")) {
            assertThat(fires(machine, host)).isTrue();
            assertThat(machine.step(tick(), List.of()).news()).hasSize(1);
        }
        assertThat(fires(machine, "d")).isFalse();
        assertThat(machine.step(tick(), List.of()).news()).isEmpty();
        assertThat(fires(machine, "a")).isTrue();
    }

    private boolean fires(AlertStateMachine machine, String host) {
        return !machine.step(tick(), List.of(candidate(Map.of("host", host))))
                .news()
                .isEmpty();
    }

    @Test
    void startsToWaitAnewWhenNobodyLookedForMoreThanThreeIntervals() {
        AlertStateMachine machine = machine(rule -> rule.pendingFor(Duration.ofSeconds(20)));
        run(machine, "1");
        seconds += 31 - 10;
        run(machine, "1");
        assertThat(states(machine)).containsExactly(AlertState.PENDING);
        run(machine, "1");
        assertThat(states(machine)).containsExactly(AlertState.PENDING);
        run(machine, "1");
        assertThat(states(machine)).containsExactly(AlertState.FIRING);
    }

    @Test
    void waitsOnWhileItIsMissed() {
        AlertStateMachine machine = machine(rule -> rule.pendingFor(Duration.ofSeconds(60)));
        run(machine, "1");
        for (int i = 0; i < 5; i++) {
            machine.missed(tick());
            seconds += 10;
        }
        assertThat(states(machine)).containsExactly(AlertState.PENDING);
        run(machine, "1");
        assertThat(states(machine)).containsExactly(AlertState.FIRING);
    }

    @Test
    void startsToWaitAnewAlthoughTheFirstStepAfterTheGapIsMissed() {
        AlertStateMachine machine = machine(rule -> rule.pendingFor(Duration.ofSeconds(20)));
        run(machine, "1");
        seconds += 31 - 10;
        machine.missed(tick());
        seconds += 10;
        run(machine, "11");
        assertThat(states(machine)).containsExactly(AlertState.PENDING);
        run(machine, "1");
        assertThat(states(machine)).containsExactly(AlertState.FIRING);
    }

    @Test
    void hasOneAlertPerLabelSet() {
        AlertStateMachine machine = machine(rule -> rule);
        machine.step(tick(), List.of(sample("a"), sample("b")));
        seconds += 10;
        machine.step(tick(), List.of(sample("b")));
        assertThat(machine.active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.labels()).isEqualTo(Map.of("pool", "b", "team", "vault")));
    }

    @Test
    void firesAlthoughEveryEvaluationIsLate() {
        AlertStateMachine machine = machine(rule -> rule.pendingFor(Duration.ofSeconds(60)));
        for (int i = 0; i < 4; i++) {
            run(machine, "1");
            seconds += 31 - 10;
        }
        assertThat(states(machine)).containsExactly(AlertState.FIRING);
    }

    @Test
    void tellsNobodyOfAnAlertWhoseConditionIsFalseWhenItHasCooledDown() {
        AlertStateMachine machine =
                machine(rule -> rule.cooldown(Duration.ofSeconds(40)).keepFiringFor(Duration.ofSeconds(30)));
        run(machine, "1000010000");
        assertThat(transitions).hasSize(4);
        assertThat(news.stream().map(item -> item.alert().state()))
                .containsExactly(AlertState.FIRING, AlertState.RESOLVED);
    }

    @Test
    void keepsWhatPendsAndFiresWhileNobodyKnows() {
        AlertStateMachine machine =
                machine(rule -> rule.pendingFor(Duration.ofSeconds(20)).keepFiringFor(Duration.ofSeconds(20)));
        run(machine, "1?");
        assertThat(states(machine)).containsExactly(AlertState.PENDING);
        run(machine, "???");
        assertThat(states(machine)).containsExactly(AlertState.FIRING);
        // What was false counts on as false.
        run(machine, "0??");
        assertThat(states(machine)).isEmpty();
    }

    @Test
    void dropsAllAndTellsOfWhatHasFired() {
        AlertStateMachine machine =
                machine(rule -> rule.pendingFor(Duration.ofSeconds(10)).keepFiringFor(Duration.ofHours(1)));
        machine.step(tick(), List.of(sample("a")));
        seconds += 10;
        assertThat(machine.step(tick(), List.of(sample("a"), sample("b"))).news())
                .hasSize(1);
        assertThat(machine.count(tick(), List.of(sample("c")))).isEqualTo(2);
        AlertStateMachine.Step step = machine.drop(tick());
        assertThat(step.transitions())
                .extracting(AlertTransition::to)
                .containsExactly(AlertState.RESOLVED, AlertState.INACTIVE);
        assertThat(step.news()).hasSize(1);
        assertThat(machine.active()).isEmpty();
    }

    @Test
    void refreshesValueAndTextsAndMasksEachTextOnce() {
        List<Map<String, String>> masked = new ArrayList<>();
        AlertStateMachine machine = new AlertStateMachine(
                rule(rule -> rule),
                computed(rule(rule -> rule)),
                INTERVAL,
                3,
                new AlertRoom(3),
                () -> Labels.EMPTY,
                texts -> {
                    masked.add(texts);
                    return new TreeMap<>(texts);
                });
        for (String text : List.of("first", "first", "second")) {
            machine.step(
                    tick(), List.of(new Candidate(Labels.EMPTY, text.length(), false, () -> Map.of("summary", text))));
        }
        assertThat(machine.active()).singleElement().satisfies(alert -> {
            assertThat(alert.annotations()).isEqualTo(Map.of("summary", "second"));
            assertThat(alert.value()).isEqualTo(6);
        });
        assertThat(masked).hasSize(3);
    }

    @Test
    void boundsTheAlertsOfARule() {
        AlertStateMachine machine = machine(rule -> rule);
        machine.step(tick(), List.of(sample("a"), sample("b"), sample("c"), sample("d")));
        assertThat(machine.active()).hasSize(3);
    }

    @Test
    void fingerprintIsTheSameInEveryProcess() {
        Labels one = Labels.of(Map.of("job", "vault", "instance", "a:1"));
        Labels other = Labels.of(Map.of("job", "vault", "instance", "b:1"));
        assertThat(fingerprint(Map.of("alertname", "high", "instance", "a:1"), one))
                .isEqualTo(fingerprint(Map.of("instance", "b:1", "alertname", "high"), other))
                .matches("[0-9a-f]{16}")
                .isNotEqualTo(fingerprint(Map.of("alertname", "high", "instance", "b:1"), one))
                .isNotEqualTo(fingerprint(Map.of("alertname", "high"), one))
                .isNotEqualTo(fingerprint(Map.of("alertname", "low", "instance", "a:1"), one));
        Labels high = Labels.of(Map.of("alertname", "high"));
        assertThat(Fingerprint.of(high, one, "high"))
                .isEqualTo(Fingerprint.of(high, other, "high"))
                .isNotEqualTo(Fingerprint.of(high, one, "high#2"));
        assertThat(fingerprint(Map.of("a", "1", "b", "2"), one))
                .isNotEqualTo(fingerprint(Map.of("a", "1b", "", "2"), one));
    }

    private static String fingerprint(Map<String, String> labels, Labels identity) {
        return Fingerprint.of(Labels.of(labels), identity, "high");
    }

    @Property(tries = 300)
    void neverSkipsPendingAndNeverTellsOfWhatDidNotFire(
            @ForAll @Size(max = 40) List<Boolean> conditions,
            @ForAll @IntRange(min = 1, max = 50) int pendingFor,
            @ForAll @IntRange(max = 50) int keepFiringFor,
            @ForAll @IntRange(max = 50) int cooldown) {
        transitions.clear();
        news.clear();
        AlertStateMachine machine = machine(rule -> rule.pendingFor(Duration.ofSeconds(pendingFor))
                .keepFiringFor(Duration.ofSeconds(keepFiringFor))
                .cooldown(Duration.ofSeconds(cooldown)));
        conditions.forEach(condition -> run(machine, condition ? "1" : "0"));
        AlertState state = AlertState.INACTIVE;
        for (AlertTransition transition : transitions) {
            AlertState expected = state == AlertState.RESOLVED ? AlertState.INACTIVE : state;
            assertThat(transition.from()).isEqualTo(expected);
            assertThat(transition.to())
                    .isIn(
                            switch (expected) {
                                case INACTIVE -> List.of(AlertState.PENDING);
                                case PENDING -> List.of(AlertState.FIRING, AlertState.INACTIVE);
                                default -> List.of(AlertState.RESOLVED);
                            });
            state = transition.to();
        }
        for (int i = 0; i < news.size(); i++) {
            assertThat(news.get(i).alert().state()).isEqualTo(i % 2 == 0 ? AlertState.FIRING : AlertState.RESOLVED);
        }
    }

    private void run(AlertStateMachine machine, String conditions) {
        for (char condition : conditions.toCharArray()) {
            AlertStateMachine.Step step = condition == '?'
                    ? machine.keep(tick())
                    : machine.step(tick(), condition == '1' ? List.of(candidate(Map.of())) : List.of());
            transitions.addAll(step.transitions());
            news.addAll(step.news());
            seconds += 10;
        }
    }

    private Tick tick() {
        return new Tick(Instant.ofEpochSecond(seconds), seconds * 1_000_000_000L);
    }

    private static Candidate sample(String pool) {
        return candidate(Map.of("pool", pool, "team", "vault"));
    }

    private static List<AlertState> states(AlertStateMachine machine) {
        return machine.active().stream().map(AlertInstance::state).toList();
    }

    private static Candidate candidate(Map<String, String> labels) {
        return new Candidate(Labels.of(labels), 1, false, Map::of);
    }

    private static AlertStateMachine machine(UnaryOperator<AlertRule.Builder> customizer) {
        AlertRule rule = rule(customizer);
        return new AlertStateMachine(
                rule,
                computed(rule),
                INTERVAL.multipliedBy(3),
                3,
                new AlertRoom(3),
                () -> Labels.EMPTY,
                labels -> labels);
    }

    private static AlertRule rule(UnaryOperator<AlertRule.Builder> customizer) {
        return customizer
                .apply(AlertRule.builder("high").condition(PromQlCondition.of("m > 1")))
                .build();
    }

    private static AlertingRule computed(AlertRule rule) {
        return (AlertingRule) EvaluationRule.of(rule).rule();
    }
}
