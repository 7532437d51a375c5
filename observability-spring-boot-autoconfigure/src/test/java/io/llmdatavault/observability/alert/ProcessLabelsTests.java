package io.llmdatavault.observability.alert;

import java.util.Map;

import io.llmdatavault.observability.alert.promql.Labels;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessLabelsTests {

    private final MockEnvironment environment = new MockEnvironment()
            .withProperty("spring.application.name", "vault")
            .withProperty("HOSTNAME", "vault-1");

    @Test
    void isWhereMetricsAreFound() {
        assertThat(labels(Labels.EMPTY)).isEqualTo(Map.of("job", "vault", "instance", "vault-1"));
        environment.setProperty("local.server.port", "8080");
        assertThat(labels(Labels.EMPTY)).containsEntry("instance", "vault-1:8080");
        environment.setProperty("local.management.port", "9090");
        assertThat(labels(Labels.EMPTY)).containsEntry("instance", "vault-1:9090");
    }

    @Test
    void externalLabelsComeOnTop() {
        assertThat(labels(Labels.of(Map.of("instance", "other", "region", "north"))))
                .isEqualTo(Map.of("job", "vault", "instance", "other", "region", "north"));
    }

    @Test
    void knowsTheMachineWithoutAnyVariable() {
        environment.setProperty("HOSTNAME", " ");
        assertThat(labels(Labels.EMPTY).get("instance")).isNotBlank();
    }

    private Map<String, String> labels(Labels external) {
        return new ProcessLabels(environment, external).get().toMap();
    }
}
