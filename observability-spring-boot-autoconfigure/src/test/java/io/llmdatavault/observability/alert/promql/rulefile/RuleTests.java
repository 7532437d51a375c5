package io.llmdatavault.observability.alert.promql.rulefile;

import java.time.Duration;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.template.Template;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Rules that no file has are checked all the same. */
class RuleTests {

    private static final Expression UP = PromQl.parse("up");

    @Test
    void checksAlerts() {
        assertThat(alert("A b", Duration.ZERO, "a_1", "text").line()).isZero();
        assertThatThrownBy(() -> alert("", Duration.ZERO, "a", "text")).isInstanceOf(PromQlException.class);
        assertThatThrownBy(() -> alert("A", Duration.ofSeconds(-1), "a", "text"))
                .isInstanceOf(PromQlException.class)
                .hasMessage("A duration of a rule must not be negative, but is PT-1S.");
        assertThatThrownBy(() -> alert("A", Duration.ZERO, "a-b", "text"))
                .hasMessageStartingWith("\"a-b\" is no name for a label.");
        assertThatThrownBy(() -> alert("A", Duration.ZERO, "__name__", "text"))
                .hasMessageContaining("would rename the series");
        assertThatThrownBy(() -> alert("A", Duration.ZERO, "a", "1text"))
                .hasMessageStartingWith("\"1text\" is no name for a label.");
    }

    @Test
    void checksRecordings() {
        assertThat(new RecordingRule("a:b", UP, Map.of("a", "b"), 0).labels()).hasSize(1);
        assertThatThrownBy(() -> new RecordingRule("a-b", UP, Map.of(), 0))
                .isInstanceOf(PromQlException.class)
                .hasMessageStartingWith("\"a-b\" is no name of a series.");
        assertThatThrownBy(() -> new RecordingRule("a", UP, Map.of("__name__", "b"), 0))
                .isInstanceOf(PromQlException.class);
    }

    private static AlertingRule alert(String name, Duration pendingFor, String label, String annotation) {
        Template template = Template.parse("x");
        return new AlertingRule(
                name, UP, pendingFor, Duration.ZERO, Map.of(label, template), Map.of(annotation, template), 0);
    }
}
