package io.llmdatavault.observability.configuration;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

class DurationTextTests {

    @ParameterizedTest
    @CsvSource({
        "PT0S,0s",
        "PT0.000000007S,7ns",
        "PT0.0015S,1500us",
        "PT0.25S,250ms",
        "PT1.5S,1500ms",
        "PT90S,90s",
        "PT2M,2m",
        "PT1H30M,90m",
        "PT25H,25h",
        "PT48H,2d",
        "PT-5M,-5m"
    })
    void hasOneUnitAndLosesNothing(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
        assertThat(DurationStyle.detectAndParse(text)).isEqualTo(duration);
    }
}
