package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.OwnLog;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.QueryEngine;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of meters without buckets. */
@ExtendWith(OutputCaptureExtension.class)
class MissingBucketsTests {

    private static final String RULE =
            "histogram_quantile(0.99, rate(http_server_requests_seconds_bucket{uri='/a'}[5m])) > 1";

    @RegisterExtension
    final OwnLog log = new OwnLog();

    private final MeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void namesTheMeterAndThePropertyOnce(CapturedOutput output) {
        Timer.builder("http.server.requests").tag("uri", "/a").register(prometheus);
        Timer.builder("http.server.requests").tag("uri", "/b").register(prometheus);
        sample(prometheus, RULE);
        assertThat(output)
                .containsOnlyOnce("An alert rule reads http_server_requests_seconds_bucket, and")
                .contains("the meter http.server.requests publishes no buckets, at least with some of its tags: set"
                        + " management.metrics.distribution.percentiles-histogram.http.server.requests=true");
    }

    @Test
    void isSaidOfTypedConditionsAndSummaries(CapturedOutput output) {
        DistributionSummary.builder("upload.size").baseUnit("bytes").register(prometheus);
        String rule = MetricThreshold.builder("upload_size_bytes")
                .aggregation(io.llmdatavault.observability.alert.rule.Aggregation.P95)
                .window(Duration.ofMinutes(5))
                .threshold(1)
                .build()
                .promql();
        sample(prometheus, rule);
        assertThat(output)
                .contains("reads upload_size_bytes_bucket", "percentiles-histogram.upload.size=true")
                .doesNotContain("micrometer-registry-prometheus");
    }

    @Test
    void whereTheRegistryHasNoneItIsWhatIsMissing(CapturedOutput output) {
        MeterRegistry simple = new SimpleMeterRegistry();
        Timer.builder("http.server.requests")
                .tag("uri", "/a")
                .publishPercentileHistogram()
                .register(simple);
        sample(simple, RULE);
        assertThat(output)
                .containsOnlyOnce("An alert rule reads http_server_requests_seconds_bucket, which is not there,")
                .contains("add micrometer-registry-prometheus")
                .doesNotContain("percentiles-histogram");
    }

    @Test
    void nothingIsSaidWhereBucketsAreThereOrNobodyNamesThem() {
        Timer.builder("http.server.requests")
                .tag("uri", "/a")
                .publishPercentileHistogram()
                .register(prometheus);
        Timer.builder("http.server.requests").tag("uri", "/b").register(prometheus);
        Timer.builder("other").register(prometheus);
        Timer.builder("third").register(prometheus);
        sample(prometheus, RULE, "third_seconds_count > 1", "count({__name__=~'.+', __name__!='up'}) > 1000");
        assertThat(log.lines()).noneMatch(line -> line.contains("An alert rule reads"));
    }

    @Test
    void isSaidOfFewNames() {
        String[] rules = new String[12];
        for (int i = 0; i < rules.length; i++) {
            Timer.builder("timer" + i).register(prometheus);
            rules[i] = "timer" + i + "_seconds_bucket > 1";
        }
        sample(prometheus, rules);
        assertThat(log.lines())
                .filteredOn(line -> line.contains("An alert rule reads"))
                .hasSize(10);
    }

    private static void sample(MeterRegistry registry, String... rules) {
        QueryEngine engine = new QueryEngine(QueryLimits.DEFAULT);
        List<SelectorReach> selected = Stream.of(rules)
                .flatMap(rule -> engine.reach(PromQl.parse(rule)).stream())
                .toList();
        SampleStore store = new SampleStore(selected, Duration.ofHours(1), 1000, 10_000_000);
        MeterSampler sampler = new MeterSampler(
                () -> List.of(registry),
                store,
                Duration.ofSeconds(15),
                () -> Labels.of(Map.of("job", "shop", "instance", "host:8080")));
        for (int i = 1; i <= 3; i++) {
            sampler.sample(15_000L * i);
        }
    }
}
