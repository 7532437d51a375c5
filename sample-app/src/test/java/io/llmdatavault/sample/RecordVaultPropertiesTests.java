package io.llmdatavault.sample;

import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordVaultPropertiesTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void hasTheDefaultsThatTheDocumentationNames() {
        runner.run(context -> assertThat(context.getBean(RecordVaultProperties.class))
                .isEqualTo(new RecordVaultProperties(
                        "./data", 100, DataSize.ofGigabytes(1), List.of(), "record-vault-demo", null)));
    }

    @Test
    void refusesKeysItDoesNotKnow() {
        runner.withPropertyValues("vault.sample.qouta-bytes=1MB")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("qouta-bytes"));
    }

    @Test
    void refusesAnEmptyDataDirectory() {
        assertThatThrownBy(() ->
                        new RecordVaultProperties(" ", 100, DataSize.ofMegabytes(1), List.of(), "a-password", null))
                .isInstanceOfSatisfying(
                        ConfigurationError.class,
                        error -> assertThat(error.configKey()).isEqualTo("vault.sample.data-directory"));
    }

    @Test
    void printsNoSecrets() {
        assertThat(new RecordVaultProperties(
                                "./data",
                                100,
                                DataSize.ofMegabytes(1),
                                List.of("Planted-key"),
                                "Planted-password",
                                new S3Settings("", "eu-west-1", "records", "Planted-id", "Planted-secret"))
                        .toString())
                .contains("./data")
                .doesNotContain("Planted");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RecordVaultProperties.class)
    static class Settings {}
}
