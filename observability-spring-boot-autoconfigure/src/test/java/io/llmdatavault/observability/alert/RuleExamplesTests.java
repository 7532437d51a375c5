package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.engine.EvaluationGroup;
import io.llmdatavault.observability.alert.engine.EvaluationRule;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.promql.template.Template;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules that can be copied from the documentation, and the shipped ones, as Prometheus sees them. */
class RuleExamplesTests {

    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

    private static final Path EXAMPLES = Path.of("../docs/examples/service-rules.yml");

    @Test
    void promtoolTakesTheExamples() throws Exception {
        assertThat(check(EXAMPLES)).contains("SUCCESS: 5 rules found");
    }

    @Test
    void promtoolTakesTheShippedRules(@TempDir Path directory) throws Exception {
        StringBuilder file = new StringBuilder("groups:\n- name: shipped\n  rules:\n");
        groups("vault.observability.alerts.enabled=true").get(0).rules().forEach(rule -> append(rule, file));
        assertThat(check(Files.writeString(directory.resolve("rules.yml"), file)))
                .contains("SUCCESS: 9 rules found");
    }

    @Test
    void theExamplesFireInTheService() {
        List<EvaluationGroup> groups = groups(
                "vault.observability.alerts.default-rules=false", "vault.observability.alerts.rule-files=" + EXAMPLES);
        Simulation service = new Simulation()
                .with("wallet_balance_sats", Map.of("wallet_id", "w-1"), tick -> tick < 100 ? 500_000 : 90_000)
                .with("hsm_operations_total", hsm("success"), tick -> tick)
                .with("http_server_requests_seconds_count", http("SUCCESS"), tick -> 15.0 * tick)
                .with("vault_component_health", Map.of("component", "storage"), tick -> tick < 100 ? 1 : 0.5);
        assertThat(service.firing(groups)).containsExactly("HealthDegraded", "WalletBalanceLow");
        service.with("hsm_operations_total", hsm("failure"), 50, tick -> 1)
                .with("http_server_requests_seconds_count", http("SERVER_ERROR"), 50, tick -> 15.0 * tick);
        assertThat(service.firing(groups))
                .containsExactly("EndpointErrorRateHigh", "HealthDegraded", "HsmOperationFailed", "WalletBalanceLow");
    }

    @Test
    void thePropertiesOfThePageAreTheSameRules() throws IOException {
        Matcher yaml = Pattern.compile("```yaml\n((?:(?!```).)*wallet-balance-low:.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/alerts.md")));
        assertThat(yaml.find()).isTrue();
        PropertySource<?> page = new YamlPropertySourceLoader()
                .load("page", new ByteArrayResource(yaml.group(1).getBytes(StandardCharsets.UTF_8)))
                .get(0);
        List<EvaluationGroup> groups = new ArrayList<>();
        new ApplicationContextRunner()
                .withUserConfiguration(ConfiguredRulesTests.Rules.class)
                .withPropertyValues("vault.observability.alerts.default-rules=false")
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(page))
                .run(context ->
                        groups.addAll(context.getBean(ConfiguredRules.class).groups()));
        Simulation service = new Simulation()
                .with("wallet_balance_sats", Map.of("wallet_id", "w-1"), tick -> 90_000)
                .with("hsm_operations_total", hsm("failure"), 50, tick -> 1)
                .with("http_server_requests_seconds_count", http("SUCCESS"), tick -> 15.0 * tick)
                .with("http_server_requests_seconds_count", http("SERVER_ERROR"), 50, tick -> 15.0 * tick)
                .with("vault_component_health", Map.of("component", "storage"), tick -> 0.5);
        assertThat(service.firing(groups))
                .containsExactly(
                        "endpoint-error-rate-high", "health-degraded", "hsm-operation-failed", "wallet-balance-low");
    }

    private static Map<String, String> hsm(String status) {
        return Map.of("operation", "sign", "provider", "pkcs11", "status", status);
    }

    private static Map<String, String> http(String outcome) {
        return Map.of("uri", "/orders", "outcome", outcome);
    }

    private static List<EvaluationGroup> groups(String... properties) {
        List<EvaluationGroup> groups = new ArrayList<>();
        new ApplicationContextRunner()
                .withUserConfiguration(ConfiguredRulesTests.Rules.class)
                .withPropertyValues(properties)
                .run(context ->
                        groups.addAll(context.getBean(ConfiguredRules.class).groups()));
        return groups;
    }

    private static void append(EvaluationRule rule, StringBuilder file) {
        AlertingRule alerting = (AlertingRule) rule.rule();
        file.append("  - alert: ").append(quoted(alerting.name()));
        file.append("\n    expr: ").append(quoted(alerting.expression().toString()));
        file.append("\n    for: ").append(alerting.pendingFor().toSeconds()).append("s\n");
        append("labels", alerting.labels(), file);
        append("annotations", alerting.annotations(), file);
    }

    private static void append(String key, Map<String, Template> templates, StringBuilder file) {
        file.append("    ").append(key).append(":\n");
        templates.forEach((name, template) -> file.append("      ")
                .append(name)
                .append(": ")
                .append(quoted(template.toString()))
                .append('\n'));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String check(Path file) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROMTOOL)) {
            assertThat(System.getenv("CI")).as("promtool is missing").isNotEqualTo("true");
            Assumptions.abort("promtool is not installed");
        }
        Process process = new ProcessBuilder(PROMTOOL.toString(), "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
