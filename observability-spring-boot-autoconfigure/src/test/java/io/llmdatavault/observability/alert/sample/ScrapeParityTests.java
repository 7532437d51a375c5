package io.llmdatavault.observability.alert.sample;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.SelectorReach;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is sampled is what Prometheus would have scraped. */
class ScrapeParityTests {

    private static final LabelMatcher ANY = new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.MATCHES, ".+");

    private final MockClock clock = new MockClock();

    private PrometheusMeterRegistry registry;

    @BeforeEach
    void makeRegistry() {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    }

    private enum Setting {
        PLAIN {
            @Override
            void apply(MeterRegistry registry) {}
        },
        COMMON_TAGS {
            @Override
            void apply(MeterRegistry registry) {
                registry.config().commonTags("application", "demo", "some.zone", "z-1");
            }
        },
        RENAMED {
            @Override
            void apply(MeterRegistry registry) {
                registry.config().meterFilter(new MeterFilter() {

                    @Override
                    public Meter.Id map(Meter.Id id) {
                        return id.withName("renamed." + id.getName()).withTag(Tag.of("was", id.getName()));
                    }
                });
            }
        },
        OWN_NAMES {
            @Override
            void apply(MeterRegistry registry) {
                registry.config().namingConvention(new ShoutingNames());
            }
        };

        abstract void apply(MeterRegistry registry);
    }

    @ParameterizedTest
    @EnumSource
    void samplesWhatPrometheusWouldScrape(Setting setting) {
        setting.apply(registry);
        new AllMeters(registry).register();
        clock.add(Duration.ofSeconds(90));
        Map<Labels, Double> scraped = ScrapeText.read(registry.scrape());
        assertThat(scraped).hasSizeGreaterThan(200);
        assertThat(sampled(registry, List.of(ANY))).isEqualTo(scraped);
    }

    @Test
    void findsEachSeriesByItsExactLabels() {
        new AllMeters(registry).register();
        clock.add(Duration.ofSeconds(90));
        Map<Labels, Double> scraped = ScrapeText.read(registry.scrape());
        Map<Labels, Double> found = new HashMap<>();
        List<SelectorReach> selected = scraped.keySet().stream()
                .map(labels -> new SelectorReach(exactly(labels), 0))
                .toList();
        SampleStore store = new SampleStore(selected, Duration.ZERO, 10_000, Long.MAX_VALUE);
        new MeterSampler(() -> List.of(registry), store, Duration.ofSeconds(15), () -> Labels.EMPTY).sample(1000);
        selected.forEach(selector -> store.series(selector.matchers(), 1000, 1000)
                .forEach(series -> found.put(series.labels(), series.values()[series.from()])));
        assertThat(found).isEqualTo(scraped);
        assertThat(store.size()).isEqualTo(scraped.size());
    }

    @Test
    void samplesTheSameNamesWithoutPrometheus() {
        new AllMeters(registry).register();
        SimpleMeterRegistry simple = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        new AllMeters(simple).register();
        Set<Labels> scraped = ScrapeText.read(registry.scrape()).keySet().stream()
                .filter(labels -> !labels.metricName().endsWith("_bucket"))
                .collect(Collectors.toSet());
        assertThat(sampled(simple, List.of(ANY)).keySet()).isEqualTo(scraped);
    }

    private static List<LabelMatcher> exactly(Labels labels) {
        return labels.toMap().entrySet().stream()
                .map(label -> new LabelMatcher(label.getKey(), LabelMatcher.Operator.EQUAL, label.getValue()))
                .toList();
    }

    private static Map<Labels, Double> sampled(MeterRegistry registry, List<LabelMatcher> matchers) {
        SampleStore store =
                new SampleStore(List.of(new SelectorReach(matchers, 0)), Duration.ZERO, 10_000, Long.MAX_VALUE);
        MeterSampler sampler =
                new MeterSampler(() -> List.of(registry), store, Duration.ofSeconds(15), () -> Labels.EMPTY);
        assertThat(sampler.sample(1000)).isTrue();
        Map<Labels, Double> samples = new HashMap<>();
        store.series(matchers, 1000, 1000)
                .forEach(series -> samples.put(series.labels(), series.values()[series.from()]));
        assertThat(samples.remove(Labels.of(Map.of(Labels.METRIC_NAME, "up")))).isOne();
        return samples;
    }

    /** Leaves dots in names, which the client of Prometheus replaces, and changes the values, which it does not. */
    private static final class ShoutingNames extends PrometheusNamingConvention {

        @Override
        public String name(String name, Meter.Type type, String baseUnit) {
            return "APP."
                    + super.name(name, type, baseUnit).toUpperCase(Locale.ROOT).replace("_INFO", "");
        }

        @Override
        public String tagKey(String key) {
            return NamingConvention.dot.tagKey("tag." + super.tagKey(key));
        }

        @Override
        public String tagValue(String value) {
            return value.toUpperCase(Locale.ROOT);
        }
    }
}
