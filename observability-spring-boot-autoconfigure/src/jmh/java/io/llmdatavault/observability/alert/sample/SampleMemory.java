package io.llmdatavault.observability.alert.sample;

import java.util.List;

import io.llmdatavault.observability.alert.promql.LabelMatcher;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.Series;
import org.openjdk.jol.info.GraphLayout;

/** What the samples of 2000 series weigh, from the first one to an hour at an interval of 15 s and beyond. */
public final class SampleMemory {

    private static final int SERIES = 2000;

    private SampleMemory() {}

    /**
     * Prints a table.
     * @param args none
     */
    public static void main(String[] args) {
        SampledRegistry registry = new SampledRegistry(SERIES);
        long empty = GraphLayout.parseInstance(registry.store()).totalSize();
        System.out.println(
                "| samplings | samples kept for each series | bytes for each series | bytes for each sample |");
        System.out.println("|---|---|---|---|");
        int done = 0;
        for (int samplings : List.of(1, 10, 17, 65, 100, 257, 300, 1000)) {
            for (; done < samplings; done++) {
                registry.sample();
            }
            List<Series> all = registry.store()
                    .series(
                            List.of(new LabelMatcher(Labels.METRIC_NAME, LabelMatcher.Operator.MATCHES, ".+")),
                            0,
                            registry.now());
            long bytes = GraphLayout.parseInstance(registry.store()).totalSize() - empty;
            long samples = 0;
            for (Series series : all) {
                samples += series.to() - series.from();
            }
            System.out.printf(
                    "| %d | %d | %d | %.1f |%n",
                    samplings,
                    samples / all.size(),
                    bytes / all.size(),
                    Math.max(0, bytes - 300.0 * all.size()) / samples);
        }
    }
}
