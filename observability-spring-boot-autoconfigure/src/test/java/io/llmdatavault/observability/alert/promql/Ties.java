package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares outcomes of {@code topk} and {@code bottomk}. Which of equals is kept is up to the order in which Prometheus'
 * storage gives the series, which at promtool changes from run to run: so samples that only one side has must be as many
 * on the other, each of the same group and the same value.
 */
final class Ties {

    private Ties() {}

    static boolean isSame(Expression expression, Outcome one, Outcome other) {
        if (one.isSameAs(other)) {
            return true;
        }
        if (one.kind() != Outcome.Kind.SAMPLES
                || other.kind() != Outcome.Kind.SAMPLES
                || !(expression instanceof Aggregation aggregation && keepsSome(aggregation))) {
            return false;
        }
        return Outcome.samples(without(one, other, aggregation))
                .isSameAs(Outcome.samples(without(other, one, aggregation)));
    }

    private static boolean keepsSome(Aggregation aggregation) {
        return aggregation.operator() == AggregationOperator.TOPK
                || aggregation.operator() == AggregationOperator.BOTTOMK;
    }

    /** The samples that the other has not, with the labels of their group in place of their own. */
    private static List<Outcome.Sample> without(Outcome one, Outcome other, Aggregation aggregation) {
        List<Outcome.Sample> rest = new ArrayList<>(one.samples());
        rest.removeIf(sample -> other.samples().stream().anyMatch(sample::isSameAs));
        return rest.stream()
                .map(sample -> new Outcome.Sample(group(sample.labels(), aggregation), sample.value()))
                .toList();
    }

    private static Labels group(Labels labels, Aggregation aggregation) {
        Map<String, String> group = labels.toMap();
        if (aggregation.without()) {
            group.keySet().removeAll(aggregation.grouping());
            group.remove(Labels.METRIC_NAME);
        } else {
            group.keySet().retainAll(aggregation.grouping());
        }
        return Labels.of(group);
    }
}
