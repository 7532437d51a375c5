package io.llmdatavault.observability.diagnostics;

import java.time.Duration;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Starts a real application with wrong properties and reads what it says. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

    @Test
    void explainsRefusedValue(CapturedOutput output) {
        fail("--vault.observability.probe.limit=0");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The key vault.observability.probe.limit is refused: must be 1 or more, but is 0")
                .contains("Set vault.observability.probe.limit to a whole number from 1.");
    }

    @Test
    void explainsValueOfWrongType(CapturedOutput output) {
        fail("--vault.observability.probe.limit=many");
        assertThat(output)
                .contains("The key vault.observability.probe.limit has the value \"many\"")
                .contains("Set vault.observability.probe.limit to a whole number.");
    }

    @Test
    void explainsWrongDuration(CapturedOutput output) {
        fail("--vault.observability.probe.nested.delay=soon");
        assertThat(output)
                .contains("The key vault.observability.probe.nested.delay has the value \"soon\"")
                .contains("a duration such as 500ms, 10s or 5m");
    }

    @Test
    void listsValuesOfEnumeration(CapturedOutput output) {
        fail("--vault.observability.probe.colour=blue");
        assertThat(output)
                .contains("The key vault.observability.probe.colour has the value \"blue\"")
                .contains("Set vault.observability.probe.colour to one of red, dark-green.");
    }

    @Test
    void explainsUnknownKey(CapturedOutput output) {
        fail("--vault.observability.probe.limmit=1");
        assertThat(output)
                .contains("The key vault.observability.probe.limmit (value \"1\"")
                .contains("The keys below vault.observability.probe are: colour, limit, nested, parts.");
    }

    @Test
    void explainsUnknownKeyBelowNestedGroup(CapturedOutput output) {
        fail("--vault.observability.probe.nested.dealy=1s");
        assertThat(output).contains("The keys below vault.observability.probe.nested are: delay.");
    }

    @Test
    void explainsUnknownKeyBelowMap(CapturedOutput output) {
        fail("--vault.observability.probe.parts.one.dealy=1s");
        assertThat(output)
                .contains("The key vault.observability.probe.parts.one.dealy")
                .contains("The keys below vault.observability.probe.parts.one are: delay.");
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

    enum Colour {
        RED,
        DARK_GREEN
    }

    record Part(@DefaultValue("1s") Duration delay) {}

    @ConfigurationProperties(value = "vault.observability.probe", ignoreUnknownFields = false)
    record ProbeProperties(
            @DefaultValue("1") int limit,
            @DefaultValue("red") Colour colour,
            @DefaultValue Part nested,
            Map<String, Part> parts) {

        ProbeProperties {
            if (limit < 1) {
                throw ConfigurationError.builder(
                                "vault.observability.probe.limit", "must be 1 or more, but is " + limit)
                        .expectedType("a whole number from 1")
                        .build();
            }
        }
    }

    @ConfigurationProperties("foreign")
    record ForeignProperties(int limit) {}
}
