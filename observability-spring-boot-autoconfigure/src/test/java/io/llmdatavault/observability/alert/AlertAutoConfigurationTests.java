package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.google.re2j.Pattern;
import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertScheduler;
import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.RuleStatus;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.promql.rulefile.Rule;
import io.llmdatavault.observability.alert.promql.rulefile.RuleFile;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertAutoConfigurationTests {

    private static final String RULE = "vault.observability.alerts.rules.slow.";

    private static final String RULE_FILES = "classpath:io/llmdatavault/observability/alert/promql/rulefile/";

    private static final String THRESHOLD = RULE + "condition.metric-threshold.";

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withBean(MeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
            .withPropertyValues("vault.observability.alerts.default-rules=false")
            .withConfiguration(
                    AutoConfigurations.of(VaultMetricsAutoConfiguration.class, AlertAutoConfiguration.class));

    private final ApplicationContextRunner withRule =
            contextRunner.withPropertyValues(THRESHOLD + "metric=queue_depth", THRESHOLD + "threshold=10");

    @Test
    void hasNoRulesButTheShippedOnes() {
        contextRunner.run(context -> {
            assertThat(context).hasSingleBean(AlertScheduler.class).hasSingleBean(AlertsEndpoint.class);
            assertThat(context.getBean(AlertEngine.class).rules()).isEmpty();
        });
    }

    @Test
    void isSwitchedOff() {
        withRule.withPropertyValues(
                        "vault.observability.alerts.enabled=false",
                        "vault.observability.alerts.rule-files=" + RULE_FILES + "well-known-rules.yml")
                .run(context -> {
                    Readiness.publish(context);
                    assertThat(context)
                            .doesNotHaveBean(AlertEngine.class)
                            .doesNotHaveBean(AlertScheduler.class)
                            .doesNotHaveBean(AlertsEndpoint.class)
                            .doesNotHaveBean(NotificationQueue.class)
                            .doesNotHaveBean(RuleFilesAhead.class);
                    assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name -> name.startsWith("vault-alert"));
                });
    }

    /** Rules that were written for Prometheus, as {@code WrittenRulesTests} runs them. */
    @ParameterizedTest
    @CsvSource({"storage-service-rules.yml", "assistant-rules.yml"})
    void takesWrittenRuleFilesAsTheyAre(String file) throws IOException {
        String source = RULE_FILES + file;
        RuleFile written = RuleFile.parse(
                new ClassPathResource(source.substring("classpath:".length()))
                        .getContentAsString(StandardCharsets.UTF_8),
                source);
        List<String> names = written.groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(Rule::name)
                .toList();
        contextRunner
                .withPropertyValues("vault.observability.alerts.rule-files=" + source)
                .run(context -> {
                    assertThat(names).isNotEmpty();
                    assertThat(context.getBean(AlertEngine.class).rules())
                            .allSatisfy(status -> assertThat(status.origin()).isEqualTo(EvaluationGroup.Origin.FILE))
                            .extracting(RuleStatus::name)
                            .containsExactlyElementsOf(names);
                });
    }

    @Test
    void takesTheRuleFilesThatWereReadAhead() {
        contextRunner
                .withPropertyValues(
                        "vault.observability.alerts.max-retention=31d",
                        "vault.observability.alerts.rule-files=" + RULE_FILES + "well-known-rules.yml")
                .run(context -> assertThat(context.getBean(RuleFilesAhead.class))
                        .extracting("reading")
                        .isNull());
    }

    @Test
    void readsNoRuleFilesForTheApplicationsOwnEngine() {
        contextRunner
                .withBean(AlertEngine.class, () -> Mockito.mock(AlertEngine.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RuleFilesAhead.class));
    }

    @Test
    void isOffWithoutMicrometer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AlertAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AlertEngine.class));
    }

    @Test
    void isOffWithoutTheRegularExpressionsOfPromQl() {
        withRule.withClassLoader(new FilteredClassLoader(Pattern.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AlertEngine.class));
    }

    @Test
    void hasNoEndpointWithoutActuator() {
        withRule.withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context ->
                        assertThat(context).hasSingleBean(AlertEngine.class).doesNotHaveBean(AlertsEndpoint.class));
    }

    @Test
    void worksWithoutThePrometheusRegistry() {
        new ApplicationContextRunner()
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withConfiguration(AutoConfigurations.of(AlertAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(PrometheusMeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AlertEngine.class));
    }

    @Test
    void bindsARule() {
        withRule.withPropertyValues(
                        RULE + "name=Slow queue",
                        RULE + "severity=critical",
                        RULE + "category=performance",
                        RULE + "for=30s",
                        RULE + "keep-firing-for=60",
                        RULE + "cooldown=5m",
                        RULE + "channels=log",
                        RULE + "labels.team=records",
                        RULE + "annotations.summary=Too much to do",
                        THRESHOLD + "labels.queue=ingest",
                        THRESHOLD + "operator=gte",
                        THRESHOLD + "aggregation=increase",
                        THRESHOLD + "window=90s")
                .run(context -> {
                    AlertRule rule =
                            context.getBean(AlertEngine.class).rules().get(0).rule();
                    assertThat(rule.id()).isEqualTo("slow");
                    assertThat(rule.name()).isEqualTo("Slow queue");
                    assertThat(rule.severity()).isEqualTo(AlertSeverity.CRITICAL);
                    assertThat(rule.category()).isEqualTo(AlertCategory.PERFORMANCE);
                    assertThat(rule.pendingFor()).hasSeconds(30);
                    assertThat(rule.keepFiringFor()).hasSeconds(60);
                    assertThat(rule.cooldown()).hasSeconds(300);
                    assertThat(rule.channels()).containsExactly("log");
                    assertThat(rule.labels()).containsEntry("team", "records");
                    assertThat(rule.annotations()).containsEntry("summary", "Too much to do");
                    assertThat(rule.condition().promql())
                            .isEqualTo(
                                    "sum by (job, instance) ((queue_depth{queue=\"ingest\"} unless queue_depth{queue=\"ingest\"}"
                                            + " offset 1m30s) and on (job, instance) (up offset 1m30s == 1"
                                            + " or process_start_time_seconds > time() - 390) or increase(queue_depth{queue=\"ingest\"}[1m30s])) >= 10");
                });
    }

    @Test
    void everyBeanIsARule() {
        withRule.withBean("fast", AlertRule.class, () -> rule("fast"))
                .run(context -> assertThat(context.getBean(AlertEngine.class).rules())
                        .extracting(status -> status.rule().id())
                        .containsExactly("slow", "fast"));
    }

    @Test
    void ruleCanBeSwitchedOff() {
        withRule.withPropertyValues(RULE + "enabled=false")
                .run(context -> assertThat(context.getBean(AlertEngine.class).rules())
                        .extracting(RuleStatus::state)
                        .containsExactly(RuleStatus.State.DISABLED));
    }

    @Test
    void everyNotifierIsAChannel() {
        Collecting pager = new Collecting("pager");
        withRule.withBean(Notifier.class, () -> pager)
                .withPropertyValues(RULE + "channels=pager")
                .run(context -> assertThat(context).hasNotFailed());
        withRule.withBean(Notifier.class, () -> pager)
                .withPropertyValues(RULE + "channels=pagre")
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("'pagre'")
                        .extracting(error -> error.expectedType().orElseThrow())
                        .isEqualTo("some of: log, pager. A channel is made by a Notifier bean whose name() returns"
                                + " pagre, or by the key vault.observability.alerts.channels.pagre.type"));
    }

    @Test
    void showsEachRuleAsGaugesAsSoonAsTheApplicationIsReady() {
        withRule.run(context -> {
            Readiness.publish(context);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(context.getBean(PrometheusMeterRegistry.class)
                                    .scrape()
                                    .lines())
                            .contains(
                                    "vault_alerts{rule=\"slow\",severity=\"warning\",state=\"firing\"} 0.0",
                                    "vault_alerts{rule=\"slow\",severity=\"warning\",state=\"pending\"} 0.0"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules.slow.severity=fatal|rules.slow.severity|'fatal'|one of: critical, error, warning, info",
                "rules.slow.category=weather|rules.slow.category|'weather'|one of: security, performance, availability,",
                "rules.slow.condition.metric-threshold.operator=above|rules.slow.condition.metric-threshold.operator|'above'|one of: gt,",
                "rules.slow.condition.metric-threshold.aggregation=median|rules.slow.condition.metric-threshold.aggregation|'median'|one of: value, sum,",
                "rules.slow.condition.metric-threshold.aggregation=rate|rules.slow.condition.metric-threshold.window|is missing|a duration",
                "rules.slow.condition.metric-threshold.window=1m|rules.slow.condition.metric-threshold.window|is 1m, but aggregation value has no window|nothing",
                "rules.slow.condition.metric-threshold.metric=no name|rules.slow.condition.metric-threshold.metric|'no name'|a name",
                "rules.slow.condition.metric-threshold.labels[a-b]=x|rules.slow.condition.metric-threshold.labels|'a-b'|names of",
                "rules.slow.condition.metric-threshold.threshold=NaN|rules.slow.condition.metric-threshold.threshold|is NaN|a finite",
                "rules.slow.condition.metric-threshold.threshold=-Infinity|rules.slow.condition.metric-threshold.threshold|never crosses|a finite",
                "rules.slow.for=-1s|rules.slow.for|must be 0s to 365d, but is -1s|a duration",
                "rules.slow.for=999999d|rules.slow.for|must be 0s to 365d|a duration",
                "rules.slow.keep-firing-for=-1s|rules.slow.keep-firing-for|must be 0s to 365d|a duration",
                "rules.slow.keep-firing-for=999999d|rules.slow.keep-firing-for|must be 0s to 365d|a duration",
                "rules.slow.cooldown=-1s|rules.slow.cooldown|must be 0s to 365d|a duration",
                "rules.slow.cooldown=999999d|rules.slow.cooldown|must be 0s to 365d, but is 999999d|a duration",
                "rules.empty.name=x|rules.empty.condition|is missing|a condition",
                "rules.empty.condition.metric-threshold.threshold=1|rules.empty.condition.metric-threshold.metric|is missing|a name",
                "rules.empty.condition.metric-threshold.metric=x|rules.empty.condition.metric-threshold.threshold|is missing|a number",
                "rules[No_Id].condition.metric-threshold.metric=x|rules.No_Id|'No_Id'|an id of lower-case",
                "rules.sl-ow.name=x|rules.sl|in hyphens only|another id",
                "channels.chat.type=slack|channels.chat.type|'slack'|log",
                "channels.chat.severities=info|channels.chat.type|is missing|log",
                "interval=0s|interval|must be positive|a duration",
                "initial-delay=-1s|initial-delay|must be 0s to 365d, but is -1s|a duration",
                "initial-delay=999999d|initial-delay|must be 0s to 365d|a duration",
                "interval=999999d|interval|at most 1h|a duration",
                "interval=61m|interval|at most 1h, but is 61m|a duration",
                "history-size=0|history-size|must be 1 or more|a number",
                "max-series=0|max-series|must be 1 or more|a number",
            })
    void explainsWrongValues(String property, String key, String message, String remedy) {
        withRule.withPropertyValues("vault.observability.alerts." + property).run(context -> {
            ConfigurationError error = error(context.getStartupFailure());
            assertThat(error.configKey()).startsWith("vault.observability.alerts." + key);
            assertThat(error.getMessage() + " " + error.configKey()).contains(message);
            assertThat(error.expectedType().orElseThrow()).startsWith(remedy == null ? "" : remedy);
        });
    }

    @Test
    void explainsAWindowShorterThanTheInterval() {
        withRule.withPropertyValues(THRESHOLD + "aggregation=increase", THRESHOLD + "window=10s")
                .run(context -> assertThat(error(context.getStartupFailure()).configKey())
                        .isEqualTo(THRESHOLD + "window"));
    }

    @Test
    void explainsAWindowLongerThanIsKept() {
        withRule.withPropertyValues(THRESHOLD + "aggregation=increase", THRESHOLD + "window=26h")
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessage("asks for samples from 26h5m ago, but they are kept for 25h at most")
                        .extracting(ConfigurationError::configKey)
                        .isEqualTo(THRESHOLD + "window"));
    }

    @Test
    void explainsTheBucketsOfBuckets() {
        withRule.withPropertyValues(
                        THRESHOLD + "metric=work_seconds_bucket",
                        THRESHOLD + "aggregation=p95",
                        THRESHOLD + "window=5m")
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("adds _bucket itself")
                        .satisfies(error -> assertThat(error.expectedType()).contains("work_seconds"))
                        .extracting(ConfigurationError::configKey)
                        .isEqualTo(THRESHOLD + "metric"));
    }

    @Test
    void explainsTwoRulesOfOneId() {
        withRule.withBean("mine", AlertRule.class, () -> rule("slow"))
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("vault.observability.alerts.rules.slow")
                        .hasMessageContaining("the bean mine"));
        contextRunner
                .withBean("one", AlertRule.class, () -> rule("slow"))
                .withBean("two", AlertRule.class, () -> rule("slow"))
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("the bean one")
                        .hasMessageContaining("the bean two"));
    }

    @Test
    void explainsTwoChannelsOfOneName() {
        contextRunner
                .withPropertyValues("vault.observability.alerts.channels.pager.type=log")
                .withBean(Notifier.class, () -> new Collecting("pager"))
                .run(context ->
                        assertThat(error(context.getStartupFailure())).hasMessageContaining("is defined twice"));
    }

    private static AlertRule rule(String id) {
        return AlertRule.builder(id)
                .pendingFor(Duration.ofSeconds(1))
                .condition(MetricThreshold.builder("queue_depth").threshold(1).build())
                .build();
    }

    private static ConfigurationError error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationError error) {
                return error;
            }
        }
        throw new AssertionError("Not explained", failure);
    }

    /** Keeps what it is told. */
    record Collecting(String name, List<Notification> sent) implements Notifier {

        Collecting(String name) {
            this(name, new CopyOnWriteArrayList<>());
        }

        @Override
        public void send(Notification notification) {
            sent.add(notification);
        }
    }
}
