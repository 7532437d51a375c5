package io.llmdatavault.observability.alert;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.rule.AlertRule;
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

/** A shipped rule whose metric is misspelt would be silent for ever. */
class ShippedMetricsTests {

    /** Nothing counts these yet; see docs/alerts.md. */
    private static final Set<String> WITHOUT_PRODUCER =
            Set.of("vault_uncaught_exceptions_total", "vault_spans_dropped_total");

    /** Written by the sampler itself, as by a Prometheus that scrapes. */
    private static final String UP = "up";

    @Test
    void anApplicationHasTheMetricsOfAllShippedRules() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .run(
                        "--server.port=0",
                        "--spring.main.banner-mode=off",
                        "--vault.observability.alerts.interval=50ms",
                        "--vault.observability.alerts.initial-delay=0s",
                        "--spring.datasource.url=jdbc:h2:mem:shipped")) {
            context.getBean(DataSource.class).getConnection().close();
            get(context, "/nothing");
            Set<String> metrics = new TreeSet<>();
            context.getBean(AlertEngine.class)
                    .rules()
                    .forEach(status -> addMetrics(status.rule().condition().promql(), metrics));
            assertThat(metrics)
                    .containsAll(WITHOUT_PRODUCER)
                    .contains(UP, "process_start_time_seconds")
                    .hasSizeGreaterThan(12);
            metrics.remove(UP);
            metrics.removeAll(WITHOUT_PRODUCER);
            PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
            await().untilAsserted(() -> {
                String scrape = registry.scrape();
                assertThat(metrics).allSatisfy(name -> assertThat(scrape).containsPattern("(?m)^" + name + "[ {]"));
                assertThat(WITHOUT_PRODUCER)
                        .allSatisfy(name -> assertThat(scrape).doesNotContain(name + " ", name + "{"));
            });
        }
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
}
