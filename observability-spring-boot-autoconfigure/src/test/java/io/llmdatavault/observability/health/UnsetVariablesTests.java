package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What an operator reads who has forgotten to set a variable that a file names. */
@ExtendWith(OutputCaptureExtension.class)
class UnsetVariablesTests {

    private static final String HEALTH = "vault.observability.health.";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "health.kms.pkcs11.pin|${UNSET_VARIABLE}",
                "health.kms.local.password|${UNSET_VARIABLE}",
                "health.kms.provider|${UNSET_VARIABLE}",
                "health.storage.local.path|${UNSET_VARIABLE}",
                "health.storage.local.path|target/${ALSO_UNSET:${UNSET_VARIABLE}}",
                "health.enabled|${UNSET_VARIABLE}",
                "enabled|${UNSET_VARIABLE}",
                "logging.enabled|${UNSET_VARIABLE}",
                "tracing.endpoint|${UNSET_VARIABLE}",
                "tracing.sampling-ratio|${UNSET_VARIABLE}"
            })
    void areNamed(String key, String value, CapturedOutput output) throws IOException {
        assertThatException().isThrownBy(() -> run(key, value));
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The key vault.observability." + key
                        + " is refused: it names the variable UNSET_VARIABLE, which is not set")
                .contains("Set UNSET_VARIABLE, or give it a default: ${UNSET_VARIABLE:…}")
                .doesNotContain("Error processing condition");
    }

    @Test
    void thatLeadBackToThemselvesAreNamed(CapturedOutput output) {
        assertThatException().isThrownBy(() -> run("service-name", "${MINE}", "--MINE=${MINE}"));
        assertThat(output).contains("names the variable MINE, which leads back to itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${UNSET_VARIABLE:target}", "${ALSO_UNSET:${UNSET_VARIABLE:target}}", "${GIVEN}", "target"})
    void withADefaultAreNone(String value) throws IOException {
        run("health.storage.local.path", value, "--GIVEN=target");
    }

    @Test
    void ofAValueThatAnotherOneReplacesAreNone() throws IOException {
        run("health.storage.local.path", "${UNSET_VARIABLE}", "--" + HEALTH + "storage.local.path=target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.enabled", "vault.observability.health.enabled"})
    void ofAFeatureThatIsOffAreNone(String key) throws IOException {
        run("health.kms.provider", "${UNSET_VARIABLE}", "--" + key + "=false");
    }

    @Test
    void thatAnInitializerSetsAreNone() throws IOException {
        application("health.storage.local.path", "${UNSET_VARIABLE}")
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("late", Map.of("UNSET_VARIABLE", "target"))))
                .run()
                .close();
    }

    @Test
    void ofAPropertySourceOfTheApplicationAreNone() throws IOException {
        Files.writeString(folder.resolve("more.properties"), "UNSET_VARIABLE=target");
        application("health.storage.local.path", "${UNSET_VARIABLE}")
                .sources(WithPropertySource.class)
                .run("--folder=" + folder)
                .close();
    }

    private void run(String key, String value, String... arguments) throws IOException {
        application(key, value).run(arguments).close();
    }

    private SpringApplicationBuilder application(String key, String value) throws IOException {
        Path file = folder.resolve("application.yml");
        Files.writeString(file, "vault:\n  observability:\n    " + key + ": " + value + "\n");
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.config.location=file:" + file);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HealthAutoConfiguration.class)
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @PropertySource("file:${folder}/more.properties")
    static class WithPropertySource {}
}
