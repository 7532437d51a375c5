package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.engine.InvalidRule;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** Where rules come from, and what becomes of those that are wrong. */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredRulesTests {

    private static final String ALERTS = "vault.observability.alerts.";

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Rules.class)
            .withPropertyValues(ALERTS + "default-rules=false");

    @Test
    void rulesOfPropertiesAndBeansAreOneGroup() {
        runner.withPropertyValues(ALERTS + "rules.busy.expr=queue_depth>1000", ALERTS + "rules.busy.no-data=alert")
                .withBean(
                        "mine",
                        AlertRule.class,
                        () -> AlertRule.builder("Mine").expr("up == 0").build())
                .run(context -> {
                    EvaluationGroup group =
                            context.getBean(ConfiguredRules.class).groups().get(0);
                    assertThat(group.source()).isEmpty();
                    assertThat(group.interval()).isZero();
                    assertThat(alerts(List.of(group))).extracting(AlertRule::id).containsExactly("busy", "Mine");
                    assertThat(alerts(List.of(group)).get(0).noData().label()).isEqualTo("alert");
                });
    }

    @Test
    void hasTheShippedRules() {
        runner.withPropertyValues(ALERTS + "default-rules=true")
                .run(context -> assertThat(
                                alerts(context.getBean(ConfiguredRules.class).groups()))
                        .extracting(AlertRule::id)
                        .containsExactly(
                                "high-error-rate",
                                "slow-requests",
                                "memory-nearly-full",
                                "database-pool-nearly-full",
                                "disk-nearly-full",
                                "component-unhealthy",
                                "uncaught-exceptions",
                                "failed-notifications",
                                "spans-dropped"));
    }

    @Test
    void aShippedRuleIsChangedOrReplaced() {
        runner.withPropertyValues(
                        ALERTS + "default-rules=true",
                        ALERTS + "default-thresholds.disk-percent=70",
                        ALERTS + "rules.high-error-rate.severity=critical",
                        ALERTS + "rules.high-error-rate.for=3m",
                        ALERTS + "rules.disknearlyfull.enabled=false",
                        ALERTS + "rules.slow-requests.expr=slow > 1")
                .withBean(
                        AlertRule.class,
                        () -> AlertRule.builder("spans-dropped")
                                .expr("mine > 1")
                                .build())
                .run(context -> {
                    List<AlertRule> rules =
                            alerts(context.getBean(ConfiguredRules.class).groups());
                    assertThat(rules).hasSize(9);
                    AlertRule errors = rule(rules, "high-error-rate");
                    assertThat(errors.severity()).isEqualTo(AlertSeverity.CRITICAL);
                    assertThat(errors.pendingFor()).isEqualTo(Duration.ofMinutes(3));
                    assertThat(errors.name()).isEqualTo("Many requests fail");
                    assertThat(errors.condition().promql()).contains("http_server_requests");
                    assertThat(rule(rules, "disk-nearly-full").enabled()).isFalse();
                    assertThat(rule(rules, "disk-nearly-full").condition().promql())
                            .endsWith("> 70");
                    AlertRule slow = rule(rules, "slow-requests");
                    assertThat(slow.condition().promql()).isEqualTo("slow > 1");
                    assertThat(slow.annotations()).isEmpty();
                    assertThat(rule(rules, "spans-dropped").condition().promql())
                            .isEqualTo("mine > 1");
                });
    }

    @Test
    void everyGroupOfAFileIsAGroup() throws IOException {
        write("a.yml", """
                groups:
                  - name: api
                    interval: 30s
                    limit: 5
                    rules:
                      - {record: 'job:errors:rate5m', expr: 'sum by (job) (rate(errors_total[5m]))'}
                      - {alert: Errors, expr: 'job:errors:rate5m > 1', for: 2y, labels: {severity: Critical, category: data}}
                      - {alert: Twice, expr: up == 0, labels: {severity: page}}
                      - {alert: Twice, expr: up == 1}
                  - name: other
                    rules:
                      - {alert: Twice, expr: up == 2}
                """);
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/*.yml," + directory + "/a.yml")
                .run(context -> {
                    List<EvaluationGroup> groups =
                            context.getBean(ConfiguredRules.class).groups();
                    assertThat(groups).extracting(EvaluationGroup::name).containsExactly("api", "other");
                    assertThat(groups.get(0).interval()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(groups.get(0).limit()).isEqualTo(5);
                    assertThat(groups.get(0).source()).endsWith("a.yml");
                    assertThat(groups.get(0).rules().get(0).alert()).isNull();
                    List<AlertRule> rules = alerts(groups);
                    assertThat(rules)
                            .extracting(AlertRule::id)
                            .containsExactly("Errors", "api/Twice", "api/Twice#2", "other/Twice");
                    assertThat(rules.get(0).severity()).isEqualTo(AlertSeverity.CRITICAL);
                    assertThat(rules.get(0).category()).isEqualTo(AlertCategory.DATA);
                    assertThat(rules.get(1).severity()).isEqualTo(AlertSeverity.WARNING);
                });
    }

    @Test
    void fileRulesGetOutOfTheWayOfOthers() throws IOException {
        write("a.yml", "groups: [{name: g, rules: [{alert: busy, expr: up}]}]");
        runner.withPropertyValues(ALERTS + "rules.busy.expr=up", ALERTS + "rule-files=" + directory + "/a.yml")
                .run(context -> assertThat(
                                alerts(context.getBean(ConfiguredRules.class).groups()))
                        .extracting(AlertRule::id)
                        .containsExactly("busy", "g/busy"));
    }

    @Test
    void findsFilesOfTheClassPath() {
        runner.withPropertyValues(
                        ALERTS + "max-retention=31d",
                        ALERTS
                                + "rule-files=classpath:io/llmdatavault/observability/alert/promql/rulefile/well-known*.yml")
                .run(context -> assertThat(
                                context.getBean(ConfiguredRules.class).groups())
                        .hasSizeGreaterThan(3));
    }

    @Test
    void aPatternMayMatchNothingYet(CapturedOutput output) {
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/no/*.yml,classpath:no/where/*.yml")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("No rule file is called " + directory + "/no/*.yml");
        assertThat(output).contains("No rule file is called classpath:no/where/*.yml");
    }

    @Test
    void warnsOncePerWarningOfAFile(CapturedOutput output) throws IOException {
        write("a.yml", """
                groups:
                  - name: g
                    rules:
                      - alert: A
                        expr: up
                        annotations: {summary: '{{ query "rate(x)" }}', text: '{{ query "up offset 30h" }}'}
                      - {alert: B, expr: 'x[5m]'}
                      - {alert: C, expr: up, annotations: {known: '{{ printf "m{a=%q}" .Value | query }}', text: '{{ query .Value }}'}}
                """);
        runner.withPropertyValues(
                        ALERTS + "rule-files=" + directory + "/a.yml",
                        ALERTS + "rules.mine.expr=up",
                        ALERTS + "rules.mine.annotations.text={{ query .Value }}")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .containsOnlyOnce(
                        "a.yml:8: group \"g\", rule \"C\": \"text\" has a query that is put together when an alert"
                                + " fires: its series may not be kept")
                .doesNotContain("\"known\"")
                .containsOnlyOnce(ALERTS + "rules.mine.annotations.text has a query that is put together")
                .containsOnlyOnce("a.yml:4: group \"g\", rule \"A\": \"summary\" has a query that is not an expression")
                .containsOnlyOnce("rule \"A\": \"text\" has a query that asks for samples from 30h5m ago")
                .containsOnlyOnce("rule \"B\": \"expr\" gives a range vector");
    }

    @Test
    void leavesOutWhatIsWrong(CapturedOutput output) throws IOException {
        write("a.yml", """
                groups:
                  - name: g
                    rules:
                      - {alert: Good, expr: up}
                      - {alert: Wrong, expr: rate(up)}
                      - {alert: TooFar, expr: 'up offset 30h'}
                """);
        runner.withPropertyValues(
                        ALERTS + "on-invalid-rule=skip",
                        ALERTS + "rule-files=" + directory + "/a.yml," + directory + "/missing.yml",
                        ALERTS + "rules.good.expr=up",
                        ALERTS + "rules.wrong.expr=rate(up)",
                        ALERTS + "rules.told.expr=up",
                        ALERTS + "rules.told.channels=nobody")
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(alerts(rules.groups())).extracting(AlertRule::id).containsExactly("good", "Good");
                    assertThat(rules.invalid())
                            .extracting(InvalidRule::name)
                            .containsExactly("wrong", "told", "", "Wrong", "TooFar");
                    assertThat(rules.invalid().get(0).message())
                            .startsWith(ALERTS + "rules.wrong.expr is not an expression")
                            .contains("     ^\nSet it to");
                });
        assertThat(output.toString().split("An alert rule is left out: ")).hasSize(6);
    }

    @Test
    void aWrongBeanReplacesNoShippedRule() {
        runner.withPropertyValues(ALERTS + "default-rules=true", ALERTS + "on-invalid-rule=skip")
                .withBean(
                        "mine",
                        AlertRule.class,
                        () -> AlertRule.builder("disk-nearly-full")
                                .expr("mine > 1")
                                .channel("nobody")
                                .build())
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(rule(alerts(rules.groups()), "disk-nearly-full")
                                    .condition()
                                    .promql())
                            .doesNotContain("mine");
                    assertThat(rules.invalid()).singleElement().satisfies(rule -> {
                        assertThat(rule.source()).isEqualTo("the bean mine");
                        assertThat(rule.message()).endsWith(" The shipped rule stays as it is.");
                    });
                });
    }

    @Test
    void leavesOutAGroupThatIsEvaluatedLessThanOnceAYear() throws IOException {
        write("a.yml", """
                groups:
                  - {name: yearly, interval: 1y, limit: 999999999999999999, rules: [{alert: A, expr: up, for: 292y, keep_firing_for: 292y}]}
                  - {name: rare, interval: 98y, rules: [{alert: B, expr: up}, {alert: C, expr: up}]}
                """);
        runner.withPropertyValues(ALERTS + "rule-files=" + directory + "/a.yml")
                .run(context -> assertThat(error(context.getStartupFailure()))
                        .hasMessageContaining("a.yml:3: group \"rare\": \"interval\" is longer than 365d."
                                + " Use one of 365d at most.\n"));
        runner.withPropertyValues(ALERTS + "on-invalid-rule=skip", ALERTS + "rule-files=" + directory + "/a.yml")
                .run(context -> {
                    ConfiguredRules rules = context.getBean(ConfiguredRules.class);
                    assertThat(alerts(rules.groups())).extracting(AlertRule::id).containsExactly("A");
                    assertThat(rules.invalid()).extracting(InvalidRule::name).containsExactly("rare");
                });
    }

    @Test
    void theStoreIsAskedForNoFixedTime() {
        runner.withPropertyValues(ALERTS + "rules.fixed.expr=up @ 1700000000")
                .run(context ->
                        assertThat(error(context.getStartupFailure())).hasMessageContaining("names a fixed time by @"));
        runner.withPropertyValues(ALERTS + "rules.end.expr=up @ end()")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void ruleFilesNeedSnakeYaml() {
        runner.withClassLoader(new FilteredClassLoader("org.yaml.snakeyaml"))
                .withPropertyValues(ALERTS + "rule-files=rules.yml")
                .run(context -> assertThat(
                                error(context.getStartupFailure()).detail().orElseThrow())
                        .contains("Add the dependency org.yaml:snakeyaml"));
        runner.withClassLoader(new FilteredClassLoader("org.yaml.snakeyaml"))
                .withPropertyValues(ALERTS + "rules.a.expr=up")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    static List<AlertRule> alerts(List<EvaluationGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.rules().stream())
                .map(EvaluationRule::alert)
                .filter(Objects::nonNull)
                .toList();
    }

    private static AlertRule rule(List<AlertRule> rules, String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
    }

    static ConfigurationError error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationError error) {
                return error;
            }
        }
        throw new AssertionError("Not explained", failure);
    }

    /** The rules alone, without an engine. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(AlertProperties.class)
    static class Rules {

        @Bean
        ConfiguredRules configuredRules(
                AlertProperties properties,
                Map<String, AlertRule> beans,
                ResourceLoader resources,
                Environment environment) {
            return new ConfiguredRules(
                    properties,
                    beans,
                    Set.of("pager"),
                    (locations, problems) -> RuleFiles.read(locations, resources, problems, unused -> {}),
                    ManagementPath.of(environment));
        }
    }
}
