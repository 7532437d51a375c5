package io.llmdatavault.observability.alert;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.engine.RuleStatus;
import io.llmdatavault.observability.alert.engine.RulesOverTime;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.sample.MeterSampler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The metrics of a real application: a shipped rule whose metric is misspelt would be silent for ever. */
class ShippedMetricsTests {

    /** Nothing counts these yet; see docs/alerts.md. */
    private static final Set<String> WITHOUT_PRODUCER =
            Set.of("vault_uncaught_exceptions_total", "vault_spans_dropped_total");

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Written by the sampler itself, as by a Prometheus that scrapes. */
    private static final String UP = "up";

    @Test
    void anApplicationHasTheMetricsOfAllShippedRules() throws Exception {
        try (ConfigurableApplicationContext context = start(Application.class)) {
            Set<String> metrics = metrics(context);
            assertThat(metrics)
                    .containsAll(WITHOUT_PRODUCER)
                    .contains(UP, "process_start_time_seconds")
                    .hasSizeGreaterThan(12);
            awaitMetrics(context, metrics);
            assertThat(WITHOUT_PRODUCER)
                    .allSatisfy(name -> assertThat(context.getBean(PrometheusMeterRegistry.class)
                                    .scrape())
                            .doesNotContain(name + " ", name + "{"));
        }
    }

    /** The whole way, from the meters of a real registry to the states of alerts; an hour goes by in a moment. */
    @Test
    void noShippedRuleFiresInAnHourOfAnIdleApplication() throws Exception {
        try (ConfigurableApplicationContext context = start(Application.class, HealthyMachine.class)) {
            awaitMetrics(context, metrics(context));
            List<EvaluationRule> shipped = context.getBean(AlertEngine.class).rules().stream()
                    .filter(status -> status.origin() == EvaluationGroup.Origin.SHIPPED)
                    .map(RuleStatus::definition)
                    .toList();
            Labels identity = Labels.of(Map.of("job", "shop", "instance", "i:8080"));
            List<MeterRegistry> registries = List.of(context.getBean(PrometheusMeterRegistry.class));
            try (RulesOverTime rules = new RulesOverTime(
                    List.of(EvaluationGroup.shipped("shipped", shipped)),
                    INTERVAL,
                    Instant.now(),
                    identity,
                    store -> new MeterSampler(() -> registries, store, INTERVAL, () -> identity)::sample)) {
                for (int i = 0; i < Simulation.TICKS; i++) {
                    rules.step();
                }
                assertThat(rules.withData())
                        .contains(
                                "component-unhealthy",
                                "database-pool-nearly-full",
                                "disk-nearly-full",
                                "high-error-rate",
                                "memory-nearly-full",
                                "slow-requests");
                assertThat(rules.fired()).isEmpty();
            }
        }
    }

    private static ConfigurableApplicationContext start(Class<?>... sources) throws Exception {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(sources)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--vault.observability.alerts.interval=50ms",
                        "--vault.observability.alerts.initial-delay=0s",
                        "--spring.datasource.url=jdbc:h2:mem:shipped");
        context.getBean(DataSource.class).getConnection().close();
        get(context, "/nothing");
        return context;
    }

    /** What the rules of an application read. */
    private static Set<String> metrics(ConfigurableApplicationContext context) {
        Set<String> metrics = new TreeSet<>();
        context.getBean(AlertEngine.class)
                .rules()
                .forEach(status -> addMetrics(status.rule().condition().promql(), metrics));
        return metrics;
    }

    private static void awaitMetrics(ConfigurableApplicationContext context, Set<String> metrics) {
        Set<String> produced = new TreeSet<>(metrics);
        produced.remove(UP);
        produced.removeAll(WITHOUT_PRODUCER);
        PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
        await().untilAsserted(() -> {
            String scrape = registry.scrape();
            assertThat(produced).allSatisfy(name -> assertThat(scrape).containsPattern("(?m)^" + name + "[ {]"));
        });
    }

    private static void addMetrics(String promql, Set<String> names) {
        new QueryEngine(QueryLimits.DEFAULT)
                .reach(PromQl.parse(promql)).stream()
                        .map(SelectorReach::matchers)
                        .flatMap(matchers -> matchers.stream())
                        .filter(matcher -> matcher.name().equals(Labels.METRIC_NAME))
                        .map(LabelMatcher::value)
                        .forEach(names::add);
    }

    private static void get(ConfigurableApplicationContext context, String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        /** Fires at once, so that somebody is told. */
        @Bean
        AlertRule always() {
            return AlertRule.builder("always").expr("vector(1)").build();
        }
    }

    /** How full the machine is that runs the tests says nothing about an idle application. */
    @Configuration(proxyBeanMethods = false)
    static class HealthyMachine {

        private static final String ROOM = "room";

        @Bean
        MeterFilter withoutTheRealOne() {
            return MeterFilter.deny(id -> id.getTag(ROOM) == null
                    && (id.getName().startsWith("disk.") || id.getName().equals("jvm.memory.usage.after.gc")));
        }

        @Bean
        MeterBinder healthy() {
            return registry -> {
                gauge("disk.free", 40e9, registry);
                gauge("disk.total", 100e9, registry);
                gauge("jvm.memory.usage.after.gc", 0.2, registry);
            };
        }

        private static void gauge(String name, double value, MeterRegistry registry) {
            Gauge.builder(name, () -> value)
                    .tags("area", "heap", "path", "/data", ROOM, "enough")
                    .baseUnit(name.startsWith("disk.") ? BaseUnits.BYTES : null)
                    .register(registry);
        }
    }
}
