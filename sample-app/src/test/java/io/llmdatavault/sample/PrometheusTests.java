package io.llmdatavault.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdatavault.sample.servers.SamplePrometheus;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The same rule file inside the vault and in a real Prometheus that scrapes it: through a fault and its recovery the same
 * alerts fire, from about the same time to about the same time.
 */
class PrometheusTests {

    private static final String RULES = """
            groups:
            - name: components
              rules:
              - alert: Up
                expr: up == 1
                labels: {severity: info}
              - record: component:health:min
                expr: min by (job, component) (vault_component_health)
              - alert: ComponentDown
                expr: component:health:min < 1
                for: 2s
                labels: {severity: critical, team: '{{ $labels.component }}-team'}
                annotations: {summary: '{{ $labels.component }} is at {{ $value }}'}
              - alert: ComponentDownForLong
                expr: min_over_time(vault_component_health[4s]) == 0 and max_over_time(vault_component_health[4s]) == 0
                keep_firing_for: 2s
            - name: errors
              rules:
              - alert: Errors
                expr: sum by (job) ((vault_errors_total unless vault_errors_total offset 15s) or increase(vault_errors_total[15s])) > 2
                annotations: {summary: 'errors'}
              - alert: ErrorRatio
                expr: >-
                  sum by (job) (rate(http_server_requests_seconds_count{outcome="SERVER_ERROR"}[5s]))
                  / sum by (job) (rate(http_server_requests_seconds_count{uri!~"/actuator.*"}[5s])) > 0.3
              - alert: SomethingFires
                expr: count by (alertstate) (ALERTS{alertname="ComponentDown"}) > 0
            """;

    private static final Set<String> FAULT =
            Set.of("Up", "ComponentDown", "ComponentDownForLong", "Errors", "ErrorRatio", "SomethingFires");

    /** A scrape and an evaluation: Prometheus does both at times of its own. */
    private static final Duration TOLERANCE = Duration.ofMillis(2500);

    /** The counters of one rule are looked back on for 15 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Map<String, Times> ours = new TreeMap<>();

    private final Map<String, Times> theirs = new TreeMap<>();

    private Instant looked;

    /** The longest time between two looks: how late a busy machine makes everybody. */
    private long lateness;

    /** When an alert was first seen firing, when it became active, and when it was gone. */
    private record Times(Instant seen, Instant active, Instant gone) {}

    @BeforeEach
    void installed() {
        if (!SamplePrometheus.isInstalled()) {
            assertThat(System.getenv("CI")).as("prometheus is missing").isNotEqualTo("true");
            Assumptions.abort("prometheus is not installed (Debian package prometheus)");
        }
    }

    @Test
    void comesToTheSameAlerts() throws Exception {
        Path directory = TestData.newDirectory();
        Path rules = Files.writeString(directory.resolve("rules.yml"), RULES);
        try (RunningVault vault = RunningVault.start(
                directory.resolve("vault"),
                "spring.profiles.active=demo",
                // Prometheus 2.42 refuses the whole page for an exemplar at the count of a summary.
                "management.prometheus.metrics.export.properties.[io.prometheus.exporter.exemplarsOnAllMetricTypes]=false",
                "vault.observability.health.refresh-interval=100ms",
                "vault.observability.alerts.initial-delay=0s",
                "vault.observability.alerts.interval=1s",
                "vault.observability.alerts.default-rules=false",
                "vault.observability.alerts.rules.component-down.enabled=false",
                "vault.observability.alerts.rules.errors-increase.enabled=false",
                "vault.observability.alerts.rule-files=" + rules)) {
            VaultClient client = vault.client();
            try (SamplePrometheus prometheus = SamplePrometheus.start(
                    Files.createDirectory(directory.resolve("prometheus")),
                    "record-vault",
                    "localhost:" + client.port(),
                    rules)) {
                awaitBoth(client, prometheus, Set.of("Up"));

                client.post("/demo/faults/storage?mode=fail", "");
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                    client.get("/demo/errors/internal");
                    look(client, prometheus);
                    assertThat(firing(theirs)).isEqualTo(FAULT);
                    assertThat(firing(ours)).isEqualTo(FAULT);
                });

                client.post("/demo/faults/storage?mode=ok", "");
                awaitBoth(client, prometheus, Set.of("Up"));
            }
        }
        assertThat(theirs.keySet()).hasSizeGreaterThan(FAULT.size()).isEqualTo(ours.keySet());
        theirs.forEach((alert, times) -> {
            Times own = ours.get(alert);
            if (!alert.contains("=Up,")) {
                assertClose(alert + " active", own.active(), times.active());
                assertClose(alert + " fires", own.seen(), times.seen());
            }
            if (times.gone() != null) {
                assertClose(alert + " is gone", own.gone(), times.gone());
            }
        });
    }

    private void assertClose(String what, Instant ours, Instant theirs) {
        assertThat(ours.toEpochMilli())
                .as("%s: here %s, in Prometheus %s", what, ours, theirs)
                .isCloseTo(theirs.toEpochMilli(), within(TOLERANCE.toMillis() + 3 * lateness));
    }

    private void awaitBoth(VaultClient client, SamplePrometheus prometheus, Set<String> names) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            look(client, prometheus);
            assertThat(firing(theirs))
                    .as("scraping: %s", prometheus.scrapeError())
                    .isEqualTo(names);
            assertThat(firing(ours)).isEqualTo(names);
        });
    }

    private void look(VaultClient client, SamplePrometheus prometheus) {
        note(client.get("/actuator/alerts/active").json().path("active"), ours);
        note(prometheus.alerts(), theirs);
        Instant now = Instant.now();
        lateness = looked == null
                ? 0
                : Math.max(lateness, Duration.between(looked, now).toMillis());
        looked = now;
    }

    private static void note(JsonNode alerts, Map<String, Times> times) {
        Instant now = Instant.now();
        Set<String> firing = new TreeSet<>();
        for (JsonNode alert : alerts) {
            if (alert.path("state").asText().equals("firing")) {
                String labels = labels(alert.path("labels"));
                firing.add(labels);
                Instant active = Instant.parse(alert.path("activeAt").asText());
                times.compute(labels, (key, known) -> new Times(known == null ? now : known.seen(), active, null));
            }
        }
        times.replaceAll((labels, known) ->
                firing.contains(labels) || known.gone() != null ? known : new Times(known.seen(), known.active(), now));
    }

    /** Without the instance, which each of the two calls as it sees it. */
    private static String labels(JsonNode labels) {
        Map<String, String> sorted = new TreeMap<>();
        labels.properties()
                .forEach(label -> sorted.put(label.getKey(), label.getValue().asText()));
        sorted.remove("instance");
        return sorted.toString();
    }

    private static Set<String> firing(Map<String, Times> times) {
        Set<String> names = new TreeSet<>();
        times.forEach((labels, known) -> {
            if (known.gone() == null) {
                names.add(labels.replaceAll(".*alertname=(\\w+).*", "$1"));
            }
        });
        return names;
    }
}
