package io.llmdatavault.observability.alert;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** The keys of rules: what they mean, and what is said about wrong ones. */
class RulePropertiesTests {

    private static final String ALERTS = "vault.observability.alerts.";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(ConfiguredRulesTests.Rules.class);

    @Test
    void hasDefaults() {
        runner.run(context -> {
            AlertProperties properties = context.getBean(AlertProperties.class);
            assertThat(properties.keptFor()).hasHours(1);
            assertThat(properties.maxRetention()).hasHours(25);
            assertThat(properties.maxMemory()).isEqualTo(DataSize.ofMegabytes(64));
            assertThat(properties.onInvalidRule()).isEqualTo(AlertProperties.OnInvalidRule.FAIL);
            assertThat(properties.defaultRules()).isTrue();
            assertThat(properties.externalLabels()).isEmpty();
        });
    }

    @Test
    void bindsLabels() {
        runner.withPropertyValues(ALERTS + "external-labels.region=eu", ALERTS + "external-labels[data_center]=b")
                .run(context -> assertThat(
                                context.getBean(AlertProperties.class).externalLabels())
                        .containsEntry("region", "eu")
                        .containsEntry("data_center", "b"));
    }

    @Test
    void labelsMayHaveAnUnderscore() {
        runner.withPropertyValues(
                        ALERTS + "external-labels.data_center=b",
                        ALERTS + "rules.a.expr=up",
                        ALERTS + "rules.a.labels.error_code=E1")
                .run(context -> {
                    assertThat(context.getBean(AlertProperties.class).externalLabels())
                            .containsEntry("data_center", "b");
                    assertThat(ConfiguredRulesTests.alerts(context.getBean(ConfiguredRules.class)
                                            .groups())
                                    .get(0)
                                    .labels())
                            .containsEntry("error_code", "E1");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error-rate.threshold-percent=7,error-rate.window=10m,error-rate.min-requests=3|>= 3) > 7",
                "health-check-failed.component=database,health-check-failed.consecutive-failures=2"
                        + "|vault_component_consecutive_failures{component=\"database\"} >= 2",
                "resource-usage.resource=file-descriptors,resource-usage.threshold-percent=80"
                        + "|100 * process_files_open_files / process_files_max_files > 80",
                "metric-threshold.metric=m,metric-threshold.threshold=3|m > 3",
            })
    void bindsConditions(String properties, String promql) {
        String[] pairs = properties.split(",");
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = ALERTS + "rules.mine.condition." + pairs[i];
        }
        runner.withPropertyValues(pairs)
                .run(context -> assertThat(ConfiguredRulesTests.alerts(
                                        context.getBean(ConfiguredRules.class).groups())
                                .get(0)
                                .condition()
                                .promql())
                        .endsWith(promql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retention=0s|retention|must be positive|a duration",
                "retention=26h|retention|at most the max-retention of 25h, but is 26h|a duration up to 25h",
                "max-retention=1m|max-retention|must be 5m|a duration",
                "runbook-base-url=https://example.com/runbooks|runbook-base-url|grow together|a URI that ends in",
                "runbook-base-url=docs/|runbook-base-url|'docs/'|a URI that ends in",
                "runbook-base-url=a b#|runbook-base-url|'a b#'|a URI that ends in",
                "max-memory=1KB|max-memory|must be 1MB or more|a size",
                "external-labels.alertname=x|external-labels.alertname|of its own|another name",
                "external-labels[a-b]=x|external-labels|'a-b'|names of",
                "external-labels[__x]=x|external-labels|'__x'|names of",
                "default-thresholds.error-rate-percent=100|default-thresholds.error-rate-percent|below 100|a number",
                "default-thresholds.error-rate-min-requests=0|default-thresholds.error-rate-min|1 or more|a number",
                "default-thresholds.latency-p99=0s|default-thresholds.latency-p99|must be positive|a duration",
                "default-thresholds.memory-percent=-1|default-thresholds.memory-percent|0 to below|a number",
                "default-thresholds.database-pool-percent=101|default-thresholds.database-pool-percent|0 to|a number",
                "default-thresholds.disk-percent=NaN|default-thresholds.disk-percent|NaN|a number",
                "rules.a.expr=rate(m)|rules.a.expr|Line 1, column 6: expected a range vector|an expression",
                "rules.a.expr=m[5m]|rules.a.expr|found a range vector|an expression",
                "rules.a.expr=m offset 30h|rules.a.expr|from 30h5m ago|ranges and offsets of 25h",
                "rules.a.name=x|rules.a.condition|is missing|a condition",
                "rules.a.no-data=maybe|rules.a.no-data|'maybe'|one of: ok, alert, keep",
                "rules.b.annotations.text={{ $value|rules.b.annotations.text|not a template|a text",
                "rules.b.annotations.text={{ query \"rate(x)\" }}|rules.b.annotations.text|has a query|a template",
                "rules.b.labels.a=x{{ end }}|rules.b.labels.a|not a template|a text",
                "rules.b.condition.resource-usage.resource=heap|rules.b.condition|expr and resource-usage|one of them",
                "rules.b.condition.error-rate.window=1m|rules.b.condition|expr and error-rate|one of them",
                "rules.b.channels=nobody|rules.b.channels|'nobody'|some of: log, pager",
                "rules.c.condition.error-rate.window=1m|rules.c.condition.error-rate.threshold-percent|missing|a number",
                "rules.c.condition.resource-usage.resource=gold|rules.c.condition.resource-usage.resource|'gold'|one of: heap,",
                "rules.c.condition.resource-usage.threshold-percent=5|rules.c.condition.resource-usage.resource|missing|one of",
                "rules.c.condition.health-check-failed.consecutive-failures=2|rules.c.condition.health-check-failed.component|missing|the name",
                "rules.d.condition.error-rate.min-requests=0|rules.d.condition.error-rate.min-requests|1 or more|a number",
                "rules.d.condition.error-rate.window=20s|rules.d.condition.error-rate.window|is 20s, shorter than two intervals of 15s|a duration from 30s",
                "rules.d.condition.error-rate.window=25h|rules.d.condition.error-rate.window|from 25h5m ago|ranges",
                "rules.m.condition.metric-threshold.metric=inf|rules.m.condition.metric-threshold.metric|'inf'|the name of a metric",
                "rules.m.condition.metric-threshold.metric=NaN|rules.m.condition.metric-threshold.metric|a word of|the name",
                "rules.m.condition.metric-threshold.metric=bool|rules.m.condition.metric-threshold.metric|a word of|the name",
                "rules.m.condition.metric-threshold.labels[__name__]=z|rules.m.condition.metric-threshold.labels|__name__|other",
                "rule-files=no/such.yml|rule-files|does not exist: 'no/such.yml'|files that exist",
                "rule-files=http://example.com/r.yml|rule-files|not a file of rules|paths",
                "rule-files=/tmp|rule-files|names a directory|files, as in",
            })
    void explainsWrongValues(String property, String key, String message, String remedy) {
        runner.withPropertyValues(
                        ALERTS + "rules.m.condition.metric-threshold.threshold=1",
                        ALERTS + "rules.m.condition.metric-threshold.aggregation=sum",
                        ALERTS + "rules.m.condition.metric-threshold.metric=m",
                        ALERTS + "rules.b.expr=up",
                        ALERTS + "rules.d.condition.error-rate.threshold-percent=5")
                .withPropertyValues(ALERTS + property)
                .run(context -> {
                    ConfigurationError error = ConfiguredRulesTests.error(context.getStartupFailure());
                    assertThat(error.configKey()).startsWith(ALERTS + key);
                    assertThat(error.getMessage()).contains(message);
                    assertThat(error.expectedType().orElseThrow()).startsWith(remedy);
                });
    }

    /** Whatever else the language refuses names its key, and can be left out. */
    @Test
    void aRuleThatIsNoExpressionIsLeftOut() {
        runner.withPropertyValues(
                        ALERTS + "default-rules=false",
                        ALERTS + "on-invalid-rule=skip",
                        ALERTS + "rules.long.condition.metric-threshold.metric=m",
                        ALERTS + "rules.long.condition.metric-threshold.threshold=1",
                        ALERTS + "rules.long.condition.metric-threshold.labels.a=" + "x".repeat(20_000))
                .withBean(
                        "mine",
                        AlertRule.class,
                        () -> AlertRule.builder("Mine")
                                .condition(MetricThreshold.builder("m")
                                        .threshold(1)
                                        .label("a", "x".repeat(20_000))
                                        .build())
                                .build())
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).invalid())
                        .extracting(InvalidRule::message)
                        .satisfiesExactly(
                                first -> assertThat(first)
                                        .startsWith(ALERTS + "rules.long.condition is no expression of Prometheus."),
                                second -> assertThat(second)
                                        .startsWith(ALERTS + "rules.Mine.condition is no expression of Prometheus")
                                        .contains("(in the bean mine)")));
    }

    @Test
    void changingAShippedRuleThatIsSwitchedOffChangesNothing() {
        runner.withPropertyValues(ALERTS + "default-rules=false", ALERTS + "rules.slowrequests.severity=info")
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).groups())
                        .isEmpty());
        runner.withPropertyValues(ALERTS + "default-rules=false", ALERTS + "rules.slow-requests.expr=up")
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).groups())
                        .hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=-1s",
                "severity=urgent",
                "channels=nobody",
                "labels.a={{ end }}",
                "expr=rate(up)",
                "condition.error-rate.min-requests=0"
            })
    void aWrongChangeLeavesTheShippedRuleAsItIs(String change) {
        runner.withPropertyValues(
                        ALERTS + "on-invalid-rule=skip",
                        ALERTS + "rules.slow-requests.name=Slow",
                        ALERTS + "rules.slow-requests." + change)
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(rules.invalid())
                            .singleElement()
                            .satisfies(
                                    rule -> assertThat(rule.message()).endsWith(" The shipped rule stays as it is."));
                    assertThat(ConfiguredRulesTests.alerts(rules.groups()))
                            .filteredOn(rule -> rule.id().equals("slow-requests"))
                            .extracting(AlertRule::name)
                            .containsExactly("Requests are slow");
                });
    }

    @Test
    void aWrongRuleOfOnesOwnIsLeftOut() {
        runner.withPropertyValues(ALERTS + "on-invalid-rule=skip", ALERTS + "rules.mine.expr=rate(up)")
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).invalid())
                        .singleElement()
                        .satisfies(rule -> assertThat(rule.message()).doesNotContain("The shipped rule")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "high-error-rates|high-error-rates (did you mean high-error-rate?)",
                "hgih-error-rate|hgih-error-rate (did you mean high-error-rate?)",
                "disk-full|disk-full (there are: high-error-rate, slow-requests, ",
            })
    void saysWhichShippedRuleMayBeMeant(String id, String suggestion) {
        runner.withPropertyValues(ALERTS + "rules." + id + ".enabled=false").run(context -> {
            ConfigurationError error = ConfiguredRulesTests.error(context.getStartupFailure());
            assertThat(error.configKey()).isEqualTo(ALERTS + "rules." + id + ".condition");
            assertThat(error).hasMessageContaining("is missing, and no shipped rule has the id " + suggestion);
        });
    }

    @Test
    void suggestsShippedRulesThatAreLeftOut() {
        runner.withPropertyValues(ALERTS + "max-retention=10m", ALERTS + "rules.span-dropped.enabled=false")
                .run(context -> assertThat(ConfiguredRulesTests.error(context.getStartupFailure()))
                        .hasMessageContaining("did you mean spans-dropped?"));
    }

    @Test
    void withoutRulesThereIsNoGroup() {
        runner.withPropertyValues(ALERTS + "default-rules=false")
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).groups())
                        .isEmpty());
        runner.run(context -> assertThat(context.getBean(ConfiguredRules.class).groups())
                .extracting(EvaluationGroup::name)
                .containsExactly("default-rules"));
    }
}
