package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertCondition;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.ErrorRate;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.NoDataPolicy;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of rules of every kind when the series go that they read. */
class EngineNoDataTests {

    private static final String METRIC = "http_server_requests_seconds_count";

    private static final String SERIES = METRIC + "{outcome=SERVER_ERROR,uri=/orders}";

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final List<SteppedEngine> engines = new ArrayList<>();

    @AfterEach
    void close() {
        engines.forEach(SteppedEngine::close);
    }

    /** The conditions that are true while the counter rises. */
    private static Stream<AlertCondition> conditions() {
        return Stream.of(
                MetricThreshold.builder(METRIC).threshold(10).build(),
                threshold(Aggregation.RATE),
                threshold(Aggregation.INCREASE),
                ErrorRate.builder()
                        .thresholdPercent(5)
                        .window(WINDOW)
                        .minRequests(1)
                        .build(),
                PromQlCondition.of("rate(" + METRIC + "[1m]) > 0"),
                PromQlCondition.of(METRIC + " - " + METRIC + " offset 1m > 10"));
    }

    private static AlertCondition threshold(Aggregation aggregation) {
        return MetricThreshold.builder(METRIC)
                .aggregation(aggregation)
                .window(WINDOW)
                .threshold(0)
                .build();
    }

    private static Stream<Arguments> conditionsAndPolicies() {
        return conditions()
                .flatMap(condition -> Stream.of(NoDataPolicy.values()).map(policy -> Arguments.of(condition, policy)));
    }

    @ParameterizedTest
    @MethodSource("conditionsAndPolicies")
    void decidesWhatNoDataMeans(AlertCondition condition, NoDataPolicy policy) {
        SteppedEngine engine = engine(condition, policy);
        for (int i = 1; i <= 8; i++) {
            engine.set(SERIES, 100 * i);
            engine.step();
        }
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.OK);
        assertThat(engine.status(0).active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.noData()).isFalse());
        engine.remove(SERIES);
        // What is in the window still makes a condition true; then there is nothing.
        engine.steps(8);
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.NO_DATA);
        switch (policy) {
            case OK -> assertThat(engine.transitions()).containsExactly("firing", "resolved");
            case KEEP -> assertThat(engine.transitions()).containsExactly("firing");
            case ALERT ->
                assertThat(engine.status(0).active()).singleElement().satisfies(alert -> {
                    assertThat(alert.noData()).isTrue();
                    assertThat(alert.value()).isNaN();
                });
        }
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void noDataIsSeenAtOnceWhereTheConditionIsFalse(AlertCondition condition) {
        SteppedEngine engine = engine(condition, NoDataPolicy.ALERT);
        engine.set(SERIES, 1);
        assertThat(engine.steps(8).active()).isEmpty();
        engine.remove(SERIES);
        assertThat(engine.step().active()).containsExactly("odd firing");
        engine.set(SERIES, 1);
        assertThat(engine.step().active()).isEmpty();
    }

    /** It says what was there, and is asked for nothing else. */
    @ParameterizedTest
    @EnumSource(names = {"ALERT", "KEEP"})
    void whereEverythingHasAnOffsetThatIsTheData(NoDataPolicy policy) {
        SteppedEngine engine = engine(PromQlCondition.of("max by () (" + METRIC + " offset 1m) > 10"), policy);
        engine.set(SERIES, 1);
        engine.steps(6);
        engine.remove(SERIES);
        assertThat(engine.steps(4).status(0).state()).isEqualTo(RuleStatus.State.OK);
        assertThat(engine.step().status(0).state()).isEqualTo(RuleStatus.State.NO_DATA);
    }

    @Test
    void aSubqueryReadsUpToNow() {
        SteppedEngine engine =
                engine(PromQlCondition.of("max_over_time(" + METRIC + "[1m:15s]) > 10"), NoDataPolicy.ALERT);
        engine.set(SERIES, 1);
        assertThat(engine.steps(6).active()).isEmpty();
        engine.remove(SERIES);
        assertThat(engine.step().active()).containsExactly("odd firing");
    }

    private SteppedEngine engine(AlertCondition condition, NoDataPolicy policy) {
        SteppedEngine engine =
                SteppedEngine.of(AlertRule.builder("odd").condition(condition).noData(policy));
        engines.add(engine);
        return engine;
    }
}
