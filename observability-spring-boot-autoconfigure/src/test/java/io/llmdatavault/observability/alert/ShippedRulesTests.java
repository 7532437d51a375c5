package io.llmdatavault.observability.alert;

import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules that nobody has written end no start-up, whatever the interval is and however long samples are kept. */
class ShippedRulesTests {

    private static final String ALERTS = "vault.observability.alerts.";

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AlertAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class);

    @ParameterizedTest
    @MethodSource("valid")
    void everyValidValueStarts(String interval, String maxRetention) {
        runner.withPropertyValues(ALERTS + "interval=" + interval, ALERTS + "max-retention=" + maxRetention)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(AlertEngine.class).rules()).hasSizeGreaterThanOrEqualTo(4);
                });
    }

    static Stream<Arguments> valid() {
        return Stream.of("1ms", "50ms", "1s", "15s", "74s", "1m", "150s", "3m", "5m", "7m", "30m", "1h")
                .flatMap(interval -> Stream.of("5m", "6m", "9m", "10m", "15m", "59m", "1h", "245m", "25h", "365d")
                        .map(retention -> Arguments.of(interval, retention)));
    }

    @Test
    void windowsGrowWithTheInterval() {
        assertThat(promql("interval=75s"))
                .contains("increase(http_server_requests_seconds_count{")
                .contains("[5m])");
        assertThat(promql("interval=3m")).contains("[12m])", "up offset 12m == 1", "time() - 1020)");
        assertThat(promql("interval=1h")).contains("[4h])").doesNotContain("[5m]");
    }

    @Test
    void sayWhatIsLeftOut() {
        runner.withPropertyValues(
                        ALERTS + "max-retention=10m",
                        ALERTS + "rules.uncaught-exceptions.severity=info",
                        ALERTS + "rules.spans-dropped.expr=spans > 1")
                .run(context -> assertThat(context.getBean(AlertEngine.class).rules())
                        .extracting(status -> status.rule().id())
                        .containsExactly(
                                "spans-dropped",
                                "high-error-rate",
                                "slow-requests",
                                "memory-nearly-full",
                                "database-pool-nearly-full",
                                "disk-nearly-full",
                                "component-unhealthy"));
        assertThat(log.lines())
                .filteredOn(
                        line -> line.contains("are left out: uncaught-exceptions, failed-notifications, spans-dropped"))
                .hasSize(1);
        assertThat(log.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private String promql(String property) {
        StringBuilder texts = new StringBuilder();
        runner.withPropertyValues(ALERTS + property).run(context -> {
            List<AlertRule> rules = context.getBean(AlertEngine.class).rules().stream()
                    .map(status -> status.rule())
                    .toList();
            assertThat(rules).hasSize(9);
            rules.forEach(rule -> texts.append(rule.condition().promql()).append('\n'));
        });
        return texts.toString();
    }
}
