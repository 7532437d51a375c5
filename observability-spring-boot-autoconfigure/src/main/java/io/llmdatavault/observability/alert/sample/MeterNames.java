package io.llmdatavault.observability.alert.sample;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.llmdatavault.observability.alert.promql.Labels;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.NamingConvention;
import org.jspecify.annotations.Nullable;

/** The name of a meter and the labels of its series, as Prometheus has them after a scrape. */
final class MeterNames {

    private static final List<String> TARGET = List.of("job", "instance");

    /** What the client of Prometheus itself replaces, whatever the naming convention says. */
    private static final Pattern NOT_OF_NAMES = Pattern.compile("[^a-zA-Z0-9_:]");

    private static final Pattern NOT_OF_LABELS = Pattern.compile("[^a-zA-Z0-9_]");

    private final Meter.Id id;

    private final NamingConvention naming;

    private final Labels identity;

    private final String name;

    private @Nullable Map<String, String> tags;

    MeterNames(Meter.Id id, NamingConvention naming, Labels identity) {
        this.id = id;
        this.naming = naming;
        this.identity = identity;
        this.name = NOT_OF_NAMES.matcher(id.getConventionName(naming)).replaceAll("_");
    }

    /** The name of the meter, to which most series add something. */
    String name() {
        return name;
    }

    Labels labels(String suffix) {
        return labels(suffix, "", "");
    }

    /** The labels of a series with one that the meter has not. */
    Labels labels(String suffix, String label, String value) {
        Map<String, String> own = tags();
        Map<String, String> all = new TreeMap<>(own);
        if (!label.isEmpty()) {
            all.put(label, value);
        }
        for (String target : TARGET) {
            String exposed = own.get(target);
            if (exposed != null && !identity.get(target).isEmpty()) {
                all.remove(target);
                String renamed = "exported_" + target;
                while (own.containsKey(renamed) || !identity.get(renamed).isEmpty()) {
                    renamed = "exported_" + renamed;
                }
                all.put(renamed, exposed);
            }
        }
        identity.forEach(all::putIfAbsent);
        all.put(Labels.METRIC_NAME, name + suffix);
        return Labels.of(all);
    }

    private Map<String, String> tags() {
        if (tags == null) {
            Map<String, String> converted = new TreeMap<>();
            // A scrape converts the keys only.
            Iterator<Tag> originals = id.getTagsAsIterable().iterator();
            for (Tag tag : id.getConventionTags(naming)) {
                converted.put(
                        NOT_OF_LABELS.matcher(tag.getKey()).replaceAll("_"),
                        originals.next().getValue());
            }
            // A label without a value is none.
            converted.values().removeIf(String::isEmpty);
            tags = converted;
        }
        return tags;
    }
}
