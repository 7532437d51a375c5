package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Prometheus takes them, and so they end no start-up. */
class ShortWindowsTests {

    private static final String ALERTS = "vault.observability.alerts.";

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ConfiguredRulesTests.Rules.class)
            .withPropertyValues(ALERTS + "default-rules=false");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(x[10s])",
                "sum(1 - (-increase(x[29s]))) > 3",
                "max_over_time(deriv(x[15s])[1h:1m])",
                "topk(3, predict_linear(x[20s], 60))"
            })
    void aPropertyWithOneIsWarnedOf(String expression) {
        run(expression);
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains(ALERTS + "rules.fast.expr has the window of ", "shorter than two intervals of 15s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate(x[30s])", "max_over_time(x[10s])", "rate(job:x:sum[10s])", "rate(x[1h:10s])"})
    void whatFindsItsSamplesIsNot(String expression) {
        run(expression);
        assertThat(log.lines()).isEmpty();
    }

    private void run(String expression) {
        runner.withPropertyValues(ALERTS + "rules.fast.expr=" + expression)
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** Its own interval makes nobody take samples more often. */
    @Test
    void eachRuleOfAFileIsWarnedOfOnce(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("rules.yml"), """
                groups:
                - name: g
                  interval: 5s
                  rules:
                  - {record: "x:rate", expr: "rate(x[10s])"}
                  - {alert: Fast, expr: "rate(x[10s]) / rate(y[10s]) > 1"}
                  - {alert: Slow, expr: "rate(x[1m]) > 1"}
                """);
        runner.withPropertyValues(ALERTS + "rule-files=" + file)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(log.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("rules.yml:5", "x:rate", "\"expr\" has the window of rate(x[10s])"),
                        line -> assertThat(line)
                                .contains("rules.yml:6", "Fast", "\"expr\" has the window of rate(x[10s])"));
    }
}
