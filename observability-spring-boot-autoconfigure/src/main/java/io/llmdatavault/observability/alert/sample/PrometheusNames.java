package io.llmdatavault.observability.alert.sample;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import org.jspecify.annotations.Nullable;

/** The names that Micrometer's Prometheus registry would give, for applications that have none. */
final class PrometheusNames implements NamingConvention {

    private static final List<String> RESERVED = List.of("_total", "_created", "_bucket", "_info");

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        String snake = NamingConvention.snakeCase.name(name, type, baseUnit);
        String withUnit = switch (type) {
            case COUNTER, DISTRIBUTION_SUMMARY, GAUGE ->
                baseUnit != null && !snake.endsWith("_" + baseUnit) ? snake + "_" + baseUnit : snake;
            case TIMER, LONG_TASK_TIMER -> snake.endsWith("_seconds") ? snake : snake + "_seconds";
            case OTHER -> snake;
        };
        String sanitized = withUnit.replaceAll("[^a-zA-Z0-9_:]", "_").replaceFirst("^[0-9]", "_");
        boolean stripped;
        do {
            stripped = false;
            for (String suffix : RESERVED) {
                if (sanitized.endsWith(suffix) && sanitized.length() > suffix.length()) {
                    sanitized = sanitized.substring(0, sanitized.length() - suffix.length());
                    stripped = true;
                }
            }
        } while (stripped);
        return sanitized;
    }

    @Override
    public String tagKey(String key) {
        return NamingConvention.snakeCase
                .tagKey(key)
                .replaceAll("[^a-zA-Z0-9_]", "_")
                .replaceFirst("^[0-9]", "_");
    }
}
