package io.llmdatavault.observability.alert.sample;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusNamesTests {

    @ParameterizedTest
    @CsvSource({
        "orders.created, COUNTER,",
        "http.errors.total, COUNTER,",
        "bytes.sent, COUNTER, bytes",
        "2xx.count, COUNTER,",
        "my-Counter.camelCase, COUNTER,",
        "jvm.memory.used, GAUGE, bytes",
        "cpu.usage, GAUGE, %",
        "app.info, GAUGE,",
        "request.seconds, TIMER,",
        "request, TIMER,",
        "task.active, LONG_TASK_TIMER,",
        "record.bytes, DISTRIBUTION_SUMMARY, bytes",
        "a.bucket.total, GAUGE,",
        "some.thing, OTHER, bytes"
    })
    void areThoseOfMicrometer(String name, Meter.Type type, String unit) {
        assertThat(new PrometheusNames().name(name, type, unit))
                .isEqualTo(new PrometheusNamingConvention().name(name, type, unit));
        assertThat(new PrometheusNames().tagKey(name)).isEqualTo(new PrometheusNamingConvention().tagKey(name));
    }
}
