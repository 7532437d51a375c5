package io.llmdatavault.observability.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Bounds the number of series of each family whose id starts with {@value MetricFamily#PREFIX}. Beyond the bound, new
 * label sets share one series whose label values are all {@value #OVERFLOW}, so that totals stay right.
 *
 * <p>As a filter it comes first: tags that other filters add are neither counted nor overwritten.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SeriesLimit implements MeterFilter, MeterBinder {

    static final String OVERFLOW = "__overflow__";

    private static final Logger logger = LoggerFactory.getLogger(SeriesLimit.class);

    private final Map<String, Family> families = new ConcurrentHashMap<>();

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    private final int maxSeries;

    SeriesLimit(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    int maxSeries() {
        return maxSeries;
    }

    /**
     * Whether a label set may have a series of its own. It keeps it for ever.
     * @param family the family
     * @param values one value per label of the family
     */
    boolean admits(MetricFamily family, List<String> values) {
        return family(family.id()).admits(values);
    }

    /** Counts what was folded: from zero on for our own families, so that a rate can be taken. */
    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        for (MetricFamily family : MetricFamily.values()) {
            if (!family.labels().isEmpty() && family != MetricFamily.METRIC_SERIES_FOLDED) {
                count(family(family.id()), registry);
            }
        }
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(MetricFamily.PREFIX)
                || id.getName().equals(MetricFamily.METRIC_SERIES_FOLDED.id())) {
            return id;
        }
        MetricFamily known = MetricFamily.byId(id.getName());
        if (known != null && known.isBoundedByConfiguration()) {
            return id;
        }
        List<Tag> tags = id.getTags();
        List<String> values = known != null
                ? values(known, id)
                : tags.stream().map(Tag::getValue).toList();
        if (values.isEmpty() || isOverflow(values) || family(id.getName()).admits(values)) {
            return id;
        }
        List<Tag> folded = new ArrayList<>(tags.size());
        for (Tag tag : tags) {
            folded.add(isLabel(known, tag) ? Tag.of(tag.getKey(), OVERFLOW) : tag);
        }
        return id.replaceTags(folded);
    }

    /** In the order of the family's labels: Micrometer sorts tags by their keys. */
    private static List<String> values(MetricFamily family, Meter.Id id) {
        List<String> values = new ArrayList<>(family.labels().size());
        for (String label : family.labels()) {
            String value = id.getTag(label);
            values.add(value != null ? value : Label.UNKNOWN);
        }
        return values;
    }

    /** A tag that is not one of the family's labels was added for all meters alike. */
    private static boolean isLabel(@Nullable MetricFamily family, Tag tag) {
        return family == null || family.labels().contains(tag.getKey());
    }

    private static boolean isOverflow(List<String> values) {
        for (String value : values) {
            if (!OVERFLOW.equals(value)) {
                return false;
            }
        }
        return true;
    }

    private Family family(String id) {
        Family family = families.get(id);
        return family != null ? family : families.computeIfAbsent(id, Family::new);
    }

    private static void count(Family family, MeterRegistry registry) {
        MetricFamily folded = MetricFamily.METRIC_SERIES_FOLDED;
        FunctionCounter.builder(folded.id(), family.folded, LongAdder::sum)
                .description(folded.description())
                .tag(folded.labels().get(0), family.prometheusName())
                .register(registry);
    }

    private final class Family {

        private final Set<List<String>> admitted = ConcurrentHashMap.newKeySet();

        private final LongAdder folded = new LongAdder();

        private final String id;

        private volatile boolean full;

        private boolean reported;

        Family(String id) {
            this.id = id;
        }

        boolean admits(List<String> values) {
            if (admitted.contains(values) || (!full && add(values))) {
                return true;
            }
            folded.increment();
            return false;
        }

        private boolean add(List<String> values) {
            synchronized (this) {
                if (admitted.size() < maxSeries) {
                    return admitted.add(Collections.unmodifiableList(new ArrayList<>(values)))
                            || admitted.contains(values);
                }
                full = true;
                if (reported) {
                    return false;
                }
                reported = true;
            }
            report();
            return false;
        }

        private void report() {
            logger.warn(
                    "Metric {} has {} series, as many as vault.observability.metrics.max-series-per-family allows;"
                            + " further label sets share one series named {}. Look for a label with an id in it",
                    prometheusName(),
                    maxSeries,
                    OVERFLOW);
            registries.forEach(registry -> count(this, registry));
        }

        private String prometheusName() {
            MetricFamily known = MetricFamily.byId(id);
            return known != null ? known.prometheusName() : id.replace('.', '_');
        }
    }
}
