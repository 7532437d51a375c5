package io.llmdatavault.observability.alert.promql;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrometheusDurationTests {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0s",
        "0s, 0, 0s",
        "5ms, 5, 5ms",
        "1500ms, 1500, 1s500ms",
        "90s, 90000, 1m30s",
        "1h30m, 5400000, 1h30m",
        "24h, 86400000, 1d",
        "7d, 604800000, 1w",
        "90d, 7776000000, 90d",
        "365d, 31536000000, 1y",
        "1y2w3d4h5m6s7ms, 33019506007, 382d4h5m6s7ms",
        "292y, 9208512000000, 292y",
    })
    void readsAndPrints(String text, long millis, String canonical) {
        assertThat(PrometheusDuration.parse(text)).isEqualTo(millis);
        assertThat(PrometheusDuration.print(millis)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "5", "m", "-5m", "5m5m", "5m1h", "1.5h", "5 m", "5M", "5m ", "1d1y", "00", "5ns", "٣m", "5m30",
                "PT5M"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> PrometheusDuration.parse(text))
                .isInstanceOf(PromQlException.class)
                .hasMessageContaining("is no duration such as 5m or 1h30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"293y", "292y52w52w", "106752d", "9223372036855ms", "99999999999999999999999999y"})
    void refusesWhatPrometheusCannotCount(String text) {
        assertThatThrownBy(() -> PrometheusDuration.parse(text))
                .isInstanceOf(PromQlException.class)
                .hasMessageMatching("\".*\" (is longer than 292 years|is no duration such as .*)\\.");
    }

    @Property
    void readsWhatItPrints(@ForAll @LongRange(max = Long.MAX_VALUE / 1_000_000) long millis) {
        assertThat(PrometheusDuration.parse(PrometheusDuration.print(millis))).isEqualTo(millis);
    }
}
