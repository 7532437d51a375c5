package io.llmdatavault.observability.alert.rule;

import java.time.Duration;

import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.error.ConfigurationError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AlertRuleTests {

    private static final String KEY = "vault.observability.alerts.rules.busy.";

    @Test
    void takesAnExpression() {
        AlertRule rule = AlertRule.builder("busy").expr("queue_depth>1000").build();
        assertThat(rule.condition().promql()).isEqualTo("queue_depth > 1000");
    }

    @Test
    void anExpressionThatIsNoneIsRefusedAtOnceWithItsPlace() {
        ConfigurationError error = refused(() -> AlertRule.builder("busy").expr("sum(rate(m)) > 5"));
        assertThat(error.configKey()).isEqualTo(KEY + "expr");
        assertThat(error).hasMessage("""
                        is not an expression that a rule can have. Line 1, column 10: expected a range vector as argument 1 of rate, \
                        but found an instant vector.
                        sum(rate(m)) > 5
                                 ^""");
    }

    @ParameterizedTest
    @CsvSource({"m[5m], range vector", "'\"text\"', string"})
    void anExpressionOfAnotherTypeIsRefused(String expression, String type) {
        assertThat(refused(() -> AlertRule.builder("busy").expr(expression)))
                .hasMessageContaining("Line 1, column 1: expected an instant vector or a scalar, but found a " + type);
    }

    @Test
    void templatesAreParsed() {
        assertThat(refused(() ->
                        rule().annotation("summary", "{{ $value | humanise }}").build()))
                .hasMessageContaining("function \"humanise\" not defined")
                .extracting(ConfigurationError::configKey)
                .isEqualTo(KEY + "annotations.summary");
        assertThat(refused(() -> rule().label("team", "{{ .Labels").build()).configKey())
                .isEqualTo(KEY + "labels.team");
    }

    @Test
    void aLabelMustNotRename() {
        assertThat(refused(() -> rule().label("__name__", "x").build())).hasMessageContaining("'__name__'");
        assertThat(rule().annotation("__name__", "x").build().annotations()).containsKey("__name__");
    }

    @Test
    void idsMayBeAnyNamesOfPrometheus() {
        assertThat(AlertRule.builder("HTTP Errors: 5xx/min").expr("up").build().id())
                .isEqualTo("HTTP Errors: 5xx/min");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000"})
    void idsMustBePrintable(String id) {
        assertThat(refused(() -> AlertRule.builder(id).expr("up").build())).hasMessageContaining("is not an id");
    }

    @Test
    void idsAreBounded() {
        assertThat(AlertRule.builder("x".repeat(200)).expr("up").build().id()).hasSize(200);
        assertThatThrownBy(() -> AlertRule.builder("x".repeat(201)).expr("up").build())
                .isInstanceOf(ConfigurationError.class);
    }

    @ParameterizedTest
    @EnumSource(MonitoredResource.class)
    void everyResourceIsAnExpression(MonitoredResource resource) {
        String promql =
                ResourceUsage.builder(resource).thresholdPercent(80.5).build().promql();
        assertThat(PromQl.parse(promql)).hasToString(promql);
        assertThat(promql).endsWith(" > 80.5");
    }

    @Test
    void anErrorRateIsReadable() {
        String requests = "http_server_requests_seconds_count{uri!~\"/actuator(/.*)?\"}";
        assertThat(ErrorRate.builder().thresholdPercent(5).build().promql())
                .startsWith("100 * sum by (job, instance) (")
                .endsWith(" / (sum by (job, instance) ((" + requests + " unless " + requests
                        + " offset 5m) and on (job, instance) (up offset 5m == 1"
                        + " or process_start_time_seconds > time() - 600) or increase(" + requests
                        + "[5m])) >= 10) > 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/manage     | {uri!~\"/manage(/.*)?\"}",
                "/manage//   | {uri!~\"/manage(/.*)?\"}",
                "/a.b+c/{d}  | {uri!~\"/a\\\\.b\\\\+c/\\\\{d\\\\}(/.*)?\"}",
                "/           | ''",
                "''          | ''",
            })
    void anErrorRateLeavesAPathOut(String path, String matchers) {
        String promql = ErrorRate.builder()
                .thresholdPercent(5)
                .withoutPath(path)
                .build()
                .promql();
        assertThat(promql).contains(" or increase(http_server_requests_seconds_count" + matchers + "[5m])) >= 10");
        assertThat(PromQl.parse(promql)).hasToString(promql);
    }

    @Test
    void conditionsAreChecked() {
        assertThat(refused(() -> ErrorRate.builder()
                                .thresholdPercent(5)
                                .withoutPath("manage")
                                .build())
                        .configKey())
                .isEqualTo("condition.error-rate.without-path");
        assertThat(refused(() -> ErrorRate.builder().build()).configKey())
                .isEqualTo("condition.error-rate.threshold-percent");
        assertThat(refused(() -> ErrorRate.builder().thresholdPercent(100).build()))
                .hasMessageContaining("must be 0 to below 100");
        assertThat(refused(
                        () -> ErrorRate.builder().thresholdPercent(Double.NaN).build()))
                .hasMessageContaining("NaN");
        assertThat(refused(() -> ErrorRate.builder()
                                .thresholdPercent(5)
                                .minRequests(0)
                                .build())
                        .configKey())
                .isEqualTo("condition.error-rate.min-requests");
        assertThat(refused(() -> ErrorRate.builder()
                                .thresholdPercent(5)
                                .window(Duration.ZERO)
                                .build())
                        .configKey())
                .isEqualTo("condition.error-rate.window");
        assertThat(refused(() -> HealthCheckFailed.builder(" ").build()).configKey())
                .isEqualTo("condition.health-check-failed.component");
        assertThat(refused(() -> HealthCheckFailed.builder("database")
                                .consecutiveFailures(0)
                                .build())
                        .configKey())
                .isEqualTo("condition.health-check-failed.consecutive-failures");
    }

    private static AlertRule.Builder rule() {
        return AlertRule.builder("busy").expr("up == 0");
    }

    private static ConfigurationError refused(ThrowingCallable code) {
        return catchThrowableOfType(ConfigurationError.class, code);
    }
}
