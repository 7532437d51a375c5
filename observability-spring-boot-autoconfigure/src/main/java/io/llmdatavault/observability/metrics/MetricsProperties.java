package io.llmdatavault.observability.metrics;

import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which metrics are recorded, and how many series they may have.
 *
 * @param enabled Whether metrics are recorded.
 * @param maxSeriesPerFamily Number of label sets that get a series of their own in each metric, 1 or more. Further ones
 * share one series.
 * @param http Metrics of HTTP requests.
 */
@ConfigurationProperties(value = "vault.observability.metrics", ignoreUnknownFields = false)
record MetricsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1000") int maxSeriesPerFamily,
        @DefaultValue Http http) {

    MetricsProperties {
        if (maxSeriesPerFamily < 1) {
            throw ConfigurationError.builder(
                            "vault.observability.metrics.max-series-per-family",
                            "must be 1 or more, but is " + maxSeriesPerFamily)
                    .expectedType("a number from 1")
                    .build();
        }
    }

    /**
     * Metrics of HTTP requests.
     *
     * @param excludePaths Comma-separated list of path patterns whose requests are not recorded.
     */
    record Http(@DefaultValue("/actuator/**") List<String> excludePaths) {}
}
