package io.llmdatavault.observability.health;

import io.llmdatavault.observability.health.boot3.Boot3HealthAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.system.DiskSpaceHealthContributorAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What an operator reads when a name or a number is wrong: what, and what to write. */
@ExtendWith(OutputCaptureExtension.class)
class HealthBadInputTests {

    private static final String HEALTH = "vault.observability.health.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vault.observability.health.checks.databse.timeout=1s|checks.databse|There is no such health check",
                "vault.observability.health.checks.databse.enabled=false|checks.databse|There is no such health check",
                "vault.observability.health.checks.disk-spaec.timeout=1s|checks.disk-spaec|disk-space",
                "vault.observability.health.failure-threshold=0|failure-threshold|must be 1 or more",
                "vault.observability.health.checks.memory.success-threshold=0|success-threshold|must be 1 or more",
                "vault.observability.health.max-age=5s|max-age|1m or more",
                "management.endpoint.health.group.custom.include=databse|databse|does not exist"
            })
    void isExplained(String property, String key, String remedy, CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off")
                        .run("--" + property));
        assertThat(output).contains("APPLICATION FAILED TO START").contains(key).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "checks.disk-space.timeout=1s",
        "checks.diskspace.timeout=1s",
        "checks.ping.critical=true",
        "checks.diskspace.enabled=false"
    })
    void takesTheNamesOfIndicators(String property, CapturedOutput output) {
        new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run("--" + HEALTH + property)
                .close();
        assertThat(output).doesNotContain("has no effect");
    }

    @ParameterizedTest
    @CsvSource({"kms.key-id=x", "kms.pkcs11.pin=0815", "kms.pkcs11.slot=1", "kms.local.password=changeit"})
    void warnsOfTheKeysOfAComponentThatIsNotThere(String property, CapturedOutput output) {
        new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run("--" + HEALTH + property)
                .close();
        assertThat(output)
                .containsOnlyOnce(HEALTH + property.substring(0, property.indexOf('=')) + " has no effect")
                .doesNotContain("0815")
                .doesNotContain("changeit");
    }

    @Test
    void refusesACheckOfTheNameOfAUrl(CapturedOutput output) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(OwnCheck.class)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off")
                        .run("--" + HEALTH + "http.search-index.url=http://localhost:1/"));
        assertThat(output)
                .contains("The bean 'index' is refused: its name() returns 'search-index', which is the name of "
                        + HEALTH + "http.search-index.url, too")
                .contains("Let its name() return another name, or name the URL otherwise.");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HealthAutoConfiguration.class)
    static class OwnCheck {

        @Bean
        HealthCheck index() {
            return DefaultHealthMonitorTests.check("search-index", () -> ComponentHealth.healthy("Fine."));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        HealthAutoConfiguration.class,
        Boot3HealthAutoConfiguration.class,
        HealthContributorAutoConfiguration.class,
        HealthEndpointAutoConfiguration.class,
        DiskSpaceHealthContributorAutoConfiguration.class
    })
    static class Application {}
}
