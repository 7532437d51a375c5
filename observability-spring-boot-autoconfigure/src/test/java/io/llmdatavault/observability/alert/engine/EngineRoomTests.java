package io.llmdatavault.observability.alert.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.llmdatavault.observability.alert.engine.SteppedEngine.rule;
import static org.assertj.core.api.Assertions.assertThat;

/** More alerts than there is room for. */
class EngineRoomTests {

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private SteppedEngine engine;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aRuleWithTooManyAlertsSaysSo() {
        engine = SteppedEngine.of(rule("many", "depth > 0"));
        write("depth", 1002, 1);
        engine.step();
        assertThat(engine.status(0).active()).hasSize(1000);
        assertThat(engine.status(0).state()).isEqualTo(RuleStatus.State.ERROR);
        assertThat(engine.status(0).error()).isEqualTo("alerts are left out: 2, as the rule has 1000 of them");
        write("depth", 3, 0);
        assertThat(engine.step().status(0).error())
                .startsWith("alerts are left out: ")
                .endsWith("as the rule has 1000 of them");
        // There is room from the evaluation on after that in which others have ended.
        assertThat(engine.step().status(0).active()).hasSize(999);
        assertThat(engine.status(0).error()).isNull();
        assertThat(log.lines()).filteredOn(line -> line.contains("many")).hasSize(1);
    }

    @Test
    void fewRulesWithManyAlertsSilenceNoOther() {
        List<AlertRule.Builder> rules = new ArrayList<>();
        IntStream.range(0, 11).forEach(i -> rules.add(rule("many-" + i, "depth > 0")));
        rules.add(rule("health", "health > 0"));
        rules.add(rule("last", "up > 0"));
        engine = SteppedEngine.of(rules.toArray(AlertRule.Builder[]::new));
        for (int i = 0; i < 2; i++) {
            write("depth", 1000, 1);
            write("health", 11, 1);
            engine.set("up", 1);
            engine.step();
            assertThat(sizes().subList(0, 10)).containsOnly(1000);
            // 10 are its own, 9900 of the common room are taken.
            assertThat(sizes().subList(10, 13)).containsExactly(110, 10, 1);
            assertThat(engine.engine.rules())
                    .extracting(RuleStatus::error)
                    .endsWith(
                            null,
                            "alerts are left out: 890, as all rules have 10000 beside 10 of each",
                            "alerts are left out: 1, as all rules have 10000 beside 10 of each",
                            null);
            write("depth", 1000, 0);
            engine.step();
            assertThat(sizes()).endsWith(0, 0, 11, 1);
            write("health", 11, 0);
            engine.step();
        }
        assertThat(log.lines())
                .filteredOn(line -> line.contains("beside 10 of each"))
                .hasSize(1);
    }

    private List<Integer> sizes() {
        return engine.engine.rules().stream()
                .map(status -> status.active().size())
                .toList();
    }

    private void write(String name, int count, double value) {
        for (int i = 0; i < count; i++) {
            engine.set(name + "{n=" + i + "}", value);
        }
    }
}
