package io.llmdatavault.observability.diagnostics;

import java.time.Duration;
import java.util.Map;

import io.llmdatavault.observability.alert.rule.Aggregation;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.retry.VaultRetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Starts a real application with wrong properties and reads what it says. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

    @Test
    void explainsRefusedValue(CapturedOutput output) {
        fail("--vault.observability.errors.probe.limit=0");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The key vault.observability.errors.probe.limit (value \"0\", from "
                        + "\"vault.observability.errors.probe.limit\" from property source \"commandLineArgs\")"
                        + " is refused: it must be 1 or more")
                .contains("Set vault.observability.errors.probe.limit to a whole number from 1.");
    }

    @Test
    void namesTheMethodWhoseAnnotationIsRefused(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(WrongPolicy.class)
                        .web(WebApplicationType.NONE)
                        .run());
        assertThat(output)
                .contains("The method " + WrongPolicy.class.getName() + ".call() is refused: it names the retry policy")
                .contains("Set a key below vault.observability.retry.policies.unheard-of, or name another policy.");
    }

    @Test
    void namesTheBeanThatBuildsWhatIsRefused(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(WrongRule.class)
                        .web(WebApplicationType.NONE)
                        .run());
        assertThat(output)
                .contains("The key condition.metric-threshold.window is refused: it is missing")
                .contains("(while the bean slowRequests was made)")
                .contains("Set condition.metric-threshold.window to a duration, as in 5m.");
    }

    @Test
    void masksSecretInRefusedValue(CapturedOutput output) {
        fail("--vault.observability.errors.probe.api-key=Planted-4711");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.api-key (value \"***\", from \"")
                .contains("is refused: it is too short")
                .doesNotContain("Planted");
    }

    @Test
    void showsWhatALimitCounts() {
        StandardEnvironment environment = new StandardEnvironment();
        String limits = "vault.observability.rate-limit.limits.";
        assertThat(ShownValue.of(environment, limits + "api.key", "user", null)).isEqualTo(" (value \"user\")");
        assertThat(ShownValue.of(environment, limits + "api.api-key", "Planted", null))
                .isEqualTo(" (value \"***\")");
        assertThat(ShownValue.of(environment, limits + "one.api.key", "Planted", null))
                .isEqualTo(" (value \"***\")");
    }

    @Test
    void explainsValueRefusedBeforeThereIsAContext(CapturedOutput output) {
        fail("--vault.observability.logging.masking.keep=-1");
        assertThat(output)
                .contains("The key vault.observability.logging.masking.keep is refused")
                .contains("Set vault.observability.logging.masking.keep to a number from 0 to 64.");
    }

    @Test
    void asksForBracketsAroundClassNames(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(WebApplication.class)
                        .run(
                                "--server.port=0",
                                "--vault.observability.problem.exceptions.com.acme.FooException.status=404"));
        assertThat(output).contains("Write vault.observability.problem.exceptions.\"[com.acme.FooException]\".status");
    }

    @Test
    void explainsValueOfWrongType(CapturedOutput output) {
        fail("--vault.observability.errors.probe.limit=many");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.limit (value \"many\"")
                .contains("Set vault.observability.errors.probe.limit to a whole number.");
    }

    @Test
    void explainsWrongDuration(CapturedOutput output) {
        fail("--vault.observability.errors.probe.nested.delay=soon");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.nested.delay (value \"soon\"")
                .contains("a duration such as 500ms, 10s or 5m");
    }

    @Test
    void listsValuesOfEnumeration(CapturedOutput output) {
        fail("--vault.observability.errors.probe.colour=blue");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.colour (value \"blue\"")
                .contains("Set vault.observability.errors.probe.colour to one of red, dark-green.");
    }

    @Test
    void explainsUnknownKey(CapturedOutput output) {
        fail("--vault.observability.errors.probe.limmit=1");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.limmit (value \"1\"")
                .contains(
                        "The keys below vault.observability.errors.probe are: api-key, colour, limit, nested, parts, switch.");
    }

    @Test
    void explainsUnknownKeyBelowNestedGroup(CapturedOutput output) {
        fail("--vault.observability.errors.probe.nested.dealy=1s");
        assertThat(output).contains("The keys below vault.observability.errors.probe.nested are: delay.");
    }

    @Test
    void explainsUnknownKeyBelowMap(CapturedOutput output) {
        fail("--vault.observability.errors.probe.parts.one.dealy=1s");
        assertThat(output)
                .contains("The key vault.observability.errors.probe.parts.one.dealy")
                .contains("The keys below vault.observability.errors.probe.parts.one are: delay.");
    }

    @Test
    void listsKeysByTheNameThatTheBinderUses(CapturedOutput output) {
        fail("--vault.observability.errors.probe.switch-part.delay=1s");
        assertThat(output).contains("errors.probe are: api-key, colour, limit, nested, parts, switch.");
    }

    @Test
    void entersAGroupByTheNameThatTheBinderUses(CapturedOutput output) {
        fail("--vault.observability.errors.probe.switch.dealy=1s");
        assertThat(output).contains("The keys below vault.observability.errors.probe.switch are: delay.");
    }

    @Test
    void leavesOtherPrefixesToBoot(CapturedOutput output) {
        assertThatException().isThrownBy(() -> run(ForeignApplication.class, "--foreign.limit=many"));
        assertThat(output).contains("Property: foreign.limit").doesNotContain("The key foreign.limit");
    }

    private static void fail(String argument) {
        assertThatException().isThrownBy(() -> run(ProbeApplication.class, argument));
    }

    private static void run(Class<?> application, String argument) {
        new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(argument)
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ProbeProperties.class)
    static class ProbeApplication {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ForeignProperties.class)
    static class ForeignApplication {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WebApplication {}

    enum Colour {
        RED,
        DARK_GREEN
    }

    record Part(@DefaultValue("1s") Duration delay) {}

    @ConfigurationProperties(value = "vault.observability.errors.probe", ignoreUnknownFields = false)
    record ProbeProperties(
            @DefaultValue("1") int limit,
            @DefaultValue("red") Colour colour,
            @DefaultValue Part nested,
            @Name("switch") @DefaultValue Part switchPart,
            Map<String, Part> parts,
            @Nullable String apiKey) {

        ProbeProperties {
            if (limit < 1) {
                throw ConfigurationError.builder("vault.observability.errors.probe.limit", "must be 1 or more")
                        .expectedType("a whole number from 1")
                        .build();
            }
            if (apiKey != null) {
                throw ConfigurationError.builder("vault.observability.errors.probe.api-key", "is too short")
                        .build();
            }
        }
    }

    @ConfigurationProperties("foreign")
    record ForeignProperties(int limit) {}

    @EnableAutoConfiguration
    static class WrongRule {

        @Bean
        AlertRule slowRequests() {
            return AlertRule.builder("slow-requests")
                    .condition(MetricThreshold.builder("vault_request_duration_seconds")
                            .aggregation(Aggregation.P95)
                            .threshold(1)
                            .build())
                    .build();
        }
    }

    @EnableAutoConfiguration
    static class WrongPolicy {

        @VaultRetry(policy = "unheard-of")
        void call() {}
    }
}
