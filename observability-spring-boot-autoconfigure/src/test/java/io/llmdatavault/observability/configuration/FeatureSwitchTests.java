package io.llmdatavault.observability.configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class FeatureSwitchTests {

    @Test
    void isOnByDefault() {
        assertThat(FeatureSwitch.isOn(new MockEnvironment(), "problem")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "off", "no", "0"})
    void mainSwitchTurnsEveryFeatureOff(String value) {
        MockEnvironment environment = new MockEnvironment().withProperty("vault.observability.enabled", value);
        assertThat(FeatureSwitch.isOn(environment, "problem")).isFalse();
        assertThat(FeatureSwitch.isOn(environment, "")).isFalse();
    }

    @Test
    void ownSwitchTurnsOneFeatureOff() {
        MockEnvironment environment =
                new MockEnvironment().withProperty("vault.observability.problem.enabled", "false");
        assertThat(FeatureSwitch.isOn(environment, "problem")).isFalse();
        assertThat(FeatureSwitch.isOn(environment, "metrics")).isTrue();
    }

    @Test
    void leavesNonsenseToTheProperties() {
        MockEnvironment environment =
                new MockEnvironment().withProperty("vault.observability.problem.enabled", "maybe");
        assertThat(FeatureSwitch.isOn(environment, "problem")).isTrue();
    }
}
