package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What people read when rules are wrong. */
@ExtendWith(OutputCaptureExtension.class)
class RuleFailureTests {

    private static final String ALERTS = "--vault.observability.alerts.";

    @TempDir
    private Path directory;

    @Test
    void oneKeyIsNamedWithItsPlace(CapturedOutput output) {
        start(ALERTS + "rules.errors.expr=sum(rate(errors_total)) > 5");
        assertThat(output)
                .contains("The key vault.observability.alerts.rules.errors.expr (value \"sum(rate(errors_total)) > 5\"")
                .contains(" is refused: it is not an expression that a rule can have."
                        + " Line 1, column 10: expected a range vector as argument 1 of rate,"
                        + " but found an instant vector.")
                .contains("sum(rate(errors_total)) > 5" + System.lineSeparator() + "         ^")
                .contains("Set vault.observability.alerts.rules.errors.expr to an expression of Prometheus");
    }

    @Test
    void everythingIsSaidAtOnce(CapturedOutput output) throws IOException {
        Path one = Files.writeString(directory.resolve("one.yml"), """
                groups:
                  - name: api
                    rules:
                      - alert: Errors
                        expr: rate(x)
                        for: 5 minutes
                """);
        Path two = Files.writeString(directory.resolve("two.yml"), """
                groups:
                  - name: db
                    rules:
                      - {alert: Slow, expr: up offset 30h}
                """);
        start(ALERTS + "rule-files=" + directory + "/*.yml", ALERTS + "rules.busy.expr=up >");
        assertThat(output)
                .contains("The key vault.observability.alerts is refused: it has rules that are wrong:")
                .contains("vault.observability.alerts.rules.busy.expr is not an expression that a rule can have."
                        + " Line 1, column 5: ")
                .contains(
                        one + ":5: group \"api\", rule \"Errors\": \"expr\": Line 1, column 6: expected a range vector")
                .contains(one + ":6: group \"api\", rule \"Errors\": \"for\": ")
                .contains(two + ":4: group \"db\", rule \"Slow\": \"expr\" asks for samples from 30h5m ago,"
                        + " but they are kept for 25h at most."
                        + " Use ranges and offsets of 25h together, or raise vault.observability.alerts.max-retention.")
                .contains("With vault.observability.alerts.on-invalid-rule=skip the application starts without them.");
    }

    @Test
    void ofSeveralKeysEachIsShownWithItsValueAndPlace(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("application.yml"), """
                vault.observability.alerts.rules:
                  busy:
                    expr: up >
                  slow:
                    expr: up == 0
                    severity: dreadful
                """);
        start("--spring.config.location=" + file);
        assertThat(output)
                .contains("The key vault.observability.alerts.rules is refused: it has rules that are wrong:")
                .contains("vault.observability.alerts.rules.slow.severity is not known: 'dreadful'")
                .contains("Where they are written:")
                .contains("vault.observability.alerts.rules.busy.expr (value \"up >\", from URL [file:" + file
                        + "] - 3:11)")
                .contains("vault.observability.alerts.rules.slow.severity (value \"dreadful\", from URL [file:" + file
                        + "] - 6:15)");
    }

    @Test
    void aKeyWithNothingBehindItIsNamed(CapturedOutput output) {
        start(ALERTS + "rules.errors.condition.error-rate=");
        assertThat(output)
                .contains("The key vault.observability.alerts.rules.errors.condition.error-rate")
                .contains(" is empty: nothing is written below it.")
                .contains("Write what belongs below it, or remove it."
                        + " The keys below vault.observability.alerts.rules.errors.condition.error-rate are:"
                        + " min-requests, threshold-percent, window.");
    }

    /** As the documentation says: there is no key that could be refused. */
    @Test
    void emptyBracesInYamlAreNoKey() throws IOException {
        String yaml = "vault.observability.alerts.rules: {errors: {condition: {error-rate: {}}}, other: {}}";
        assertThat(new YamlPropertySourceLoader()
                        .load("yaml", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8))))
                .allSatisfy(source -> assertThat(((EnumerablePropertySource<?>) source).getPropertyNames())
                        .isEmpty());
    }

    @Test
    void aRuleThatIsAValueIsNamed(CapturedOutput output) {
        start(ALERTS + "rules.errors=critical");
        assertThat(output)
                .contains("The key vault.observability.alerts.rules.errors (value \"critical\", from ")
                .contains(" takes no value: other keys belong below it.")
                .contains("The keys below vault.observability.alerts.rules.errors are: annotations, category, ");
    }

    @Test
    void aListIsNotShownAsTheValueThatItReplaces(CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ConfiguredRulesTests.Rules.class)
                        .web(WebApplicationType.NONE)
                        .properties(ALERTS + "rule-files=classpath:other.yml")
                        .run("--" + ALERTS + "rule-files[0]=/nowhere/rules.yml")
                        .close())
                .isNotNull();
        assertThat(output)
                .contains(
                        "The key vault.observability.alerts.rule-files is refused: it names a file that does not exist")
                .doesNotContain("other.yml");
    }

    private static void start(String... arguments) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ConfiguredRulesTests.Rules.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments)
                        .close())
                .isNotNull();
    }
}
