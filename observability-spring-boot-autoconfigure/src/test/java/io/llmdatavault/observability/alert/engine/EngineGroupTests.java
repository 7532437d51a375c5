package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.file;
import static org.assertj.core.api.Assertions.assertThat;

/** Groups of rule files: recording rules, what rules see of each other, and intervals. */
class EngineGroupTests {

    private SteppedEngine engine;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aLaterRuleSeesWhatWasRecordedAtTheSameTime() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - record: job:depth:sum
                    expr: sum by (queue) (depth)
                    labels: {queue: all, team: vault}
                  - alert: Deep
                    expr: job:depth:sum > 10
                """));
        engine.set("depth{queue=a}", 11);
        engine.step();
        assertThat(engine.active()).containsExactly("deep firing");
        assertThat(engine.status(0).kind()).isEqualTo(RuleStatus.Kind.RECORDING);
        assertThat(engine.status(0).line()).isEqualTo(4);
        assertThat(engine.status(1).active().get(0).labels())
                .containsEntry("queue", "all")
                .containsEntry("team", "vault");
        engine.set("depth{queue=a}", 10);
        assertThat(engine.step().active()).isEmpty();
    }

    @Test
    void aRecordedSeriesEndsWithWhatItWasComputedFrom() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - {record: "depth:sum", expr: "sum by (queue) (depth)"}
                  - {alert: Deep, expr: "depth:sum > 0"}
                """));
        engine.set("depth{queue=a}", 1);
        engine.set("depth{queue=b}", 1);
        assertThat(engine.step().active()).hasSize(2);
        engine.remove("depth{queue=a}");
        assertThat(engine.step().active()).hasSize(1);
        assertThat(engine.query("depth:sum").size()).isEqualTo(1);
        engine.remove("depth{queue=b}");
        assertThat(engine.step().active()).isEmpty();
        assertThat(engine.status(1).state()).isEqualTo(RuleStatus.State.NO_DATA);
    }

    @Test
    void recordsNothingOfTwoSeriesOfTheSameLabelsOrBeyondTheLimit() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  limit: 2
                  rules:
                  - {record: "merged", expr: "depth", labels: {queue: all}}
                  - {record: "copied", expr: "depth"}
                  - {alert: Any, expr: "merged or copied"}
                """));
        engine.set("depth{queue=a}", 1);
        assertThat(engine.step().active()).containsExactly("any firing", "any firing");
        engine.set("depth{queue=b}", 1);
        engine.set("depth{queue=c}", 1);
        engine.step();
        assertThat(engine.status(0).error())
                .isEqualTo("vector contains metrics with the same labelset after applying rule labels");
        assertThat(engine.status(1).error()).isEqualTo("exceeded limit of 2 with 3 series");
    }

    /** The second evaluation has a day of samples: a rule that is right at the start is not to fail as the day fills. */
    @Test
    void aSubqueryOfADayMayHaveFiveHundredSeries() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  interval: 1d
                  rules:
                  - {alert: Busy, expr: "count(avg_over_time(rate(served_total[5m])[1d:5m])) == 500"}
                """));
        for (int i = 0; i < 500; i++) {
            engine.set("served_total{path=" + i + "}", 0);
        }
        for (int tick = 0; tick <= Duration.ofDays(1).dividedBy(SteppedEngine.INTERVAL); tick++) {
            engine.step();
            engine.samples.replaceAll((labels, value) -> value + 1);
        }
        assertThat(engine.status(0).error()).isNull();
        assertThat(engine.active()).containsExactly("busy firing");
    }

    /** As in Prometheus: nothing is written, so that a look back finds what was recorded before. */
    @Test
    void whatWasRecordedIsSeenForFiveMinutesWhileItsRuleFails() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - {record: deep, expr: depth, labels: {queue: any}}
                  - {alert: Any, expr: deep < 0}
                """));
        engine.set("depth{queue=a}", 7);
        engine.step();
        engine.set("depth{queue=b}", 8);
        engine.steps(19);
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        assertThat(value("deep")).isEqualTo(7);
        assertThat(engine.steps(2).query("deep").size()).isZero();
    }

    @Test
    void theStatesOfAlertsAreSeries() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - {alert: Deep, expr: "depth > 0", for: 15s, labels: {team: vault}}
                  - {alert: Firing, expr: "ALERTS{alertname='Deep', alertstate='firing', team='vault'}"}
                  - {alert: None, expr: "count(ALERTS) < 0"}
                  - {alert: Old, expr: "time() - ALERTS_FOR_STATE{alertname='Deep'} >= 30"}
                """));
        engine.set("depth{queue=a}", 1);
        assertThat(engine.step().active()).containsExactly("deep pending");
        assertThat(engine.query("ALERTS{alertname='Deep'}").toString())
                .isEqualTo("ALERTS{alertname=\"Deep\", alertstate=\"pending\", queue=\"a\", team=\"vault\"} => 1");
        assertThat(engine.step().active()).containsExactly("deep firing", "firing firing");
        assertThat(engine.query("ALERTS{alertname='Deep'}").size()).isEqualTo(1);
        assertThat(engine.step().active()).containsExactly("deep firing", "firing firing", "old firing");
        engine.remove("depth{queue=a}");
        assertThat(engine.step().active()).isEmpty();
        assertThat(engine.query("ALERTS").size()).isEqualTo(0);
        assertThat(engine.query("ALERTS_FOR_STATE").size()).isEqualTo(0);
    }

    @Test
    void templatesQueryWhatIsTrueAtTheTime() {
        engine = new SteppedEngine(file("""
                groups:
                - name: g
                  rules:
                  - alert: Deep
                    expr: depth > 0
                    labels:
                      other: '{{ with query "capacity" }}{{ . | first | value }}{{ end }}'
                    annotations:
                      broken: '{{ query "capacity + on (x) capacity" | first | value }}'
                """));
        engine.set("depth", 1);
        engine.set("capacity{queue=a}", 7);
        engine.set("capacity{queue=b}", 7);
        engine.step();
        AlertInstance alert = engine.status(0).active().get(0);
        assertThat(alert.labels()).containsEntry("other", "7");
        assertThat(alert.annotations().get("broken")).startsWith("<error expanding template:");
    }

    @Test
    void aGroupHasAnIntervalOfItsOwn() {
        engine = new SteppedEngine(file("""
                groups:
                - {name: fast, rules: [{record: "fast", expr: "depth"}]}
                - {name: slow, interval: 30s, rules: [{record: "slow", expr: "fast"}]}
                - {name: odd, interval: 20s, rules: [{record: "odd", expr: "fast"}]}
                - {name: reader, interval: 1h, rules: [{alert: Any, expr: "count({__name__=~'fast|slow|odd'}) < 0"}]}
                """));
        StringBuilder seen = new StringBuilder();
        while (engine.time().toSeconds() <= 60) {
            engine.set("depth", engine.time().toSeconds());
            long seconds = engine.time().toSeconds();
            engine.step();
            seen.append(seconds)
                    .append(':')
                    .append(value("fast"))
                    .append('/')
                    .append(value("slow"))
                    .append('/')
                    .append(value("odd"))
                    .append(' ');
        }
        assertThat(seen.toString().strip())
                .isEqualTo("0:0/0/0 15:15/0/0 20:15/0/15 30:30/30/15 40:30/30/30 45:45/30/30 60:60/60/60");
        assertThat(engine.samplings()).isEqualTo(5);
    }

    private long value(String name) {
        return (long) engine.query(name).value(0);
    }

    @Test
    void whatComesLateIsNotMadeUpFor() {
        engine = new SteppedEngine(file("groups: [{name: g, rules: [{alert: Deep, expr: depth > 0}]}]"));
        engine.step();
        engine.sleep(Duration.ofSeconds(50));
        // Due at 60 seconds, and the next time not before 75.
        assertThat(engine.evaluate()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(engine.samplings()).isEqualTo(2);
        assertThat(engine.evaluate()).isEqualTo(Duration.ofSeconds(10).toNanos());
        assertThat(engine.samplings()).isEqualTo(2);
    }

    /** Else a rule would fire one evaluation later than in Prometheus now and then. */
    @ParameterizedTest
    @ValueSource(longs = {5, 100})
    void aFewMillisecondsDoNotDecideWhetherItHasWaitedForLongEnough(long millis) {
        engine = new SteppedEngine(file("groups: [{name: g, rules: [{alert: Deep, expr: depth > 0, for: 15s}]}]"));
        engine.set("depth", 1);
        engine.evaluate();
        engine.sleep(Duration.ofSeconds(15).plusMillis(millis));
        engine.evaluate();
        assertThat(engine.active()).containsExactly("deep firing");
        engine.remove("depth");
        engine.sleep(Duration.ofSeconds(15));
        engine.evaluate();
        engine.set("depth", 1);
        engine.sleep(Duration.ofSeconds(15));
        engine.evaluate();
        engine.sleep(Duration.ofSeconds(15).minusMillis(millis));
        engine.evaluate();
        assertThat(engine.active()).containsExactly("deep firing");
        assertThat(List.of(engine.engine.lastEvaluation().orElseThrow().toEpochMilli() % 1000))
                .containsExactly(0L);
    }
}
