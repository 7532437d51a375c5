package io.llmdatavault.observability.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdatavault.observability.error.ConfigurationError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FirstLevelKeysTests {

    @ParameterizedTest
    @ValueSource(strings = {"loging.format", "service-nmae", "problems.enabled"})
    void refusesKeyWithoutFeature(String key) {
        MockEnvironment environment = new MockEnvironment().withProperty("vault.observability." + key, "x");
        assertThatExceptionOfType(ConfigurationError.class)
                .isThrownBy(() -> FirstLevelKeys.check(environment))
                .satisfies(error -> assertThat(error.configKey()).isEqualTo("vault.observability." + key))
                .satisfies(error -> assertThat(error.detail().orElse("")).contains("logging, metrics"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault.observability.requestId.header",
                "vault.observability.request-id.header",
                "vault.sample.anything",
                "vault.observabilities"
            })
    void leavesOthersAlone(String key) {
        assertThatNoException().isThrownBy(() -> FirstLevelKeys.check(new MockEnvironment().withProperty(key, "x")));
    }

    @Test
    void knowsWhatTheMetadataKnows() throws IOException {
        TreeSet<String> documented = new TreeSet<>();
        try (InputStream in =
                Files.newInputStream(Path.of("target/classes/META-INF/spring-configuration-metadata.json"))) {
            for (JsonNode property : new ObjectMapper().readTree(in).path("properties")) {
                documented.add(property.get("name").asText().split("\\.")[2]);
            }
        }
        assertThat(FirstLevelKeys.KNOWN).containsExactlyElementsOf(documented);
    }
}
