package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The shipped rules: silent over an hour of a healthy service, idle or busy, and heard when something breaks. */
class DefaultRulesTests {

    private static final String REQUESTS = "http_server_requests_seconds_count";

    private static final Map<String, String> ORDERS = Map.of("uri", "/orders", "outcome", "SUCCESS");

    private static final Map<String, String> FAILED = Map.of("uri", "/orders", "outcome", "SERVER_ERROR");

    private List<EvaluationGroup> groups = List.of();

    @BeforeEach
    void makeRules() {
        rules();
    }

    @Test
    void areSilentWithoutAnyMetric() {
        assertThat(new Simulation().firing(groups)).isEmpty();
    }

    @Test
    void areSilentInAnIdleService() {
        assertThat(idle().firing(groups)).isEmpty();
    }

    @Test
    void areSilentInABusyService() {
        assertThat(busy().firing(groups)).isEmpty();
    }

    /** What was counted long ago is not counted again when the samples have a gap. */
    @Test
    void areSilentAfterTheProcessWasFrozen() {
        assertThat(withOldFailures().frozenBefore(120, Duration.ofMinutes(16)).firing(groups))
                .isEmpty();
    }

    /** Nor when a Prometheus that has the same rules sees an old process for the first time. */
    @Test
    void areSilentWhenAnOldProcessIsSeenForTheFirstTime() {
        assertThat(withOldFailures().beganBefore(Duration.ofDays(1)).firing(groups))
                .isEmpty();
    }

    /** Failures enough to fire, all of them from before the first sample, or from a process that did nothing else. */
    private static Simulation withOldFailures() {
        return busy().beganBefore(Duration.ofDays(1))
                .with(REQUESTS, ORDERS, tick -> 1000)
                .with(REQUESTS, FAILED, tick -> 500)
                .with("vault_uncaught_exceptions_total", Map.of(), tick -> 5)
                .with("vault_alert_notifications_total", outcome("failed"), tick -> 5)
                .with("vault_spans_dropped_total", Map.of(), tick -> 5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void areHeardWhenSomethingBreaks(String rule, Simulation faulty) {
        assertThat(faulty.firing(groups)).isEqualTo(Set.of(rule));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("high-error-rate", busy().with(REQUESTS, FAILED, 100, tick -> 20.0 * (tick - 99))),
                Arguments.of(
                        "high-error-rate",
                        idle().with(REQUESTS, Map.of("uri", "/new", "outcome", "SERVER_ERROR"), 100, tick -> 10)),
                Arguments.of("slow-requests", histogram(busy(), 0.9)),
                Arguments.of(
                        "memory-nearly-full",
                        busy().with("jvm_memory_usage_after_gc", heap(), tick -> 0.5 + tick * 0.5 / Simulation.TICKS)),
                Arguments.of(
                        "database-pool-nearly-full", busy().with("hikaricp_connections_active", pool(), tick -> 10)),
                Arguments.of(
                        "disk-nearly-full", busy().with("disk_free_bytes", disk(), tick -> tick > 200 ? 5e9 : 40e9)),
                Arguments.of("component-unhealthy", busy().with("vault_component_health", storage(), tick -> 0)),
                Arguments.of(
                        "uncaught-exceptions",
                        busy().with("vault_uncaught_exceptions_total", Map.of(), 100, tick -> 1)),
                Arguments.of(
                        "failed-notifications",
                        busy().with("vault_alert_notifications_total", outcome("failed"), 100, tick -> 1)),
                Arguments.of(
                        "spans-dropped",
                        busy().with("vault_spans_dropped_total", Map.of(), tick -> Math.max(0, tick - 50))));
    }

    @Test
    void sayWhatPeopleNeed() throws IOException {
        String page = Files.readString(Path.of("../docs/alerts.md"));
        List<AlertRule> rules = ConfiguredRulesTests.alerts(groups);
        assertThat(rules).hasSize(9).allSatisfy(rule -> {
            assertThat(rule.annotations())
                    .containsOnlyKeys("summary", "description", "runbook")
                    .containsEntry("runbook", "docs/alerts.md#" + rule.id());
            assertThat(page).contains("\n#### " + rule.id() + "\n");
        });
    }

    @Test
    void linkToThePageWhereverItIs() {
        rules("vault.observability.alerts.runbook-base-url=https://docs.example.com/alerts#");
        assertThat(ConfiguredRulesTests.alerts(groups))
                .allSatisfy(rule -> assertThat(rule.annotations())
                        .doesNotContainKey("runbook")
                        .containsEntry("runbook_url", "https://docs.example.com/alerts#" + rule.id()));
    }

    @Test
    void leaveTheActuatorOutWhereverItIs() {
        rules(
                "management.endpoints.web.base-path=/manage",
                "vault.observability.alerts.rules.mine.condition.error-rate.threshold-percent=1");
        assertThat(ConfiguredRulesTests.alerts(groups))
                .filteredOn(rule -> Set.of("mine", "high-error-rate").contains(rule.id()))
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.condition().promql()).contains("uri!~\"/manage(/.*)?\""));
    }

    private void rules(String... properties) {
        new ApplicationContextRunner()
                .withUserConfiguration(ConfiguredRulesTests.Rules.class)
                .withPropertyValues(properties)
                .run(context -> groups = context.getBean(ConfiguredRules.class).groups());
    }

    private static Simulation idle() {
        return new Simulation()
                .with("jvm_memory_usage_after_gc", heap(), tick -> 0.2)
                .with("hikaricp_connections_active", pool(), tick -> 0)
                .with("hikaricp_connections_max", pool(), tick -> 10)
                .with("disk_free_bytes", disk(), tick -> 40e9)
                .with("disk_total_bytes", disk(), tick -> 100e9)
                .with("vault_component_health", storage(), tick -> 1)
                .with("vault_spans_dropped_total", Map.of(), tick -> 0)
                .with("vault_uncaught_exceptions_total", Map.of(), tick -> 0)
                .with("process_cpu_usage", Map.of(), tick -> Double.NaN);
    }

    /** Ten requests a second, one of two hundred fails; garbage comes and goes; now and then all connections are busy. */
    private static Simulation busy() {
        Simulation busy = idle().with(REQUESTS, ORDERS, tick -> 150.0 * tick)
                .with(REQUESTS, FAILED, 3, tick -> Math.floor(0.75 * tick))
                .with("jvm_memory_usage_after_gc", heap(), tick -> 0.68 + 0.03 * Math.sin(tick))
                .with("jvm_memory_used_bytes", heap(), tick -> 0.68e9 + 0.3e9 * (tick % 10) / 10)
                .with("jvm_memory_max_bytes", heap(), tick -> 1e9)
                .with("hikaricp_connections_active", pool(), tick -> tick % 20 == 0 ? 10 : 2 + tick % 7)
                .with("vault_component_health", storage(), tick -> tick % 60 == 30 ? 0 : 1)
                .with("vault_alert_notifications_total", outcome("sent"), tick -> Math.floor(tick / 50.0));
        return histogram(busy, 0.999);
    }

    /** Requests of which a part takes less than a second, the others up to ten. */
    private static Simulation histogram(Simulation simulation, double quick) {
        Map<String, Double> buckets = new TreeMap<>(Map.of("0.1", 0.9 * quick, "1.0", quick, "10.0", 1.0, "+Inf", 1.0));
        buckets.forEach((bound, part) -> simulation.with(
                "vault_request_duration_seconds_bucket", Map.of("le", bound), tick -> 150.0 * tick * part));
        return simulation.with("vault_request_duration_seconds_count", Map.of(), tick -> 150.0 * tick);
    }

    private static Map<String, String> heap() {
        return Map.of("area", "heap");
    }

    private static Map<String, String> pool() {
        return Map.of("pool", "HikariPool-1");
    }

    private static Map<String, String> disk() {
        return Map.of("path", "/data");
    }

    private static Map<String, String> storage() {
        return Map.of("component", "storage");
    }

    private static Map<String, String> outcome(String outcome) {
        return Map.of("channel", "log", "outcome", outcome);
    }
}
