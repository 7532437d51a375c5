package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** Evaluates aggregations: groups the series, and gives each group an accumulator. */
final class Aggregations {

    private Aggregations() {}

    static InstantVector apply(Aggregation aggregation, Evaluation evaluation) {
        Expression parameter = aggregation.parameter();
        return switch (aggregation.operator()) {
            case SUM -> reduce(aggregation, evaluation, Accumulators.Sum::new);
            case AVG -> reduce(aggregation, evaluation, Accumulators.Mean::new);
            case MIN -> reduce(aggregation, evaluation, Accumulators.Minimum::new);
            case MAX -> reduce(aggregation, evaluation, Accumulators.Maximum::new);
            case COUNT -> reduce(aggregation, evaluation, Accumulators.Count::new);
            case GROUP -> reduce(aggregation, evaluation, Accumulators.One::new);
            case STDVAR -> reduce(aggregation, evaluation, Accumulators.Variance::new);
            case STDDEV -> reduce(aggregation, evaluation, Accumulators.Deviation::new);
            case QUANTILE -> {
                double quantile = evaluation.scalar(required(parameter));
                yield reduce(aggregation, evaluation, () -> new Accumulators.Quantile(quantile));
            }
            case COUNT_VALUES -> countValues(aggregation, evaluation, evaluation.text(required(parameter)));
            case TOPK -> select(aggregation, evaluation, evaluation.scalar(required(parameter)), true);
            case BOTTOMK -> select(aggregation, evaluation, evaluation.scalar(required(parameter)), false);
        };
    }

    private static Expression required(@Nullable Expression parameter) {
        if (parameter == null) {
            throw new PromQlException("The parameter of an aggregation is missing.");
        }
        return parameter;
    }

    private static LabelSelection selection(Aggregation aggregation) {
        return aggregation.without()
                ? LabelSelection.allBut(aggregation.grouping())
                : LabelSelection.only(aggregation.grouping());
    }

    private static InstantVector reduce(
            Aggregation aggregation, Evaluation evaluation, Supplier<Accumulators.Accumulator> accumulator) {
        return reduce(evaluation.vector(aggregation.expression()), selection(aggregation), accumulator);
    }

    private static InstantVector reduce(
            InstantVector vector, LabelSelection selection, Supplier<Accumulators.Accumulator> accumulator) {
        LabelGroups groups = new LabelGroups(selection);
        List<Accumulators.Accumulator> accumulators = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            int group = groups.findOrAdd(vector.labels(i));
            if (group == accumulators.size()) {
                accumulators.add(accumulator.get());
            }
            accumulators.get(group).add(vector.value(i));
        }
        InstantVector result = new InstantVector(groups.size());
        for (int group = 0; group < groups.size(); group++) {
            result.add(groups.labels(group), accumulators.get(group).result());
        }
        return result;
    }

    private static InstantVector countValues(Aggregation aggregation, Evaluation evaluation, String label) {
        if (!LabelFunctions.isLabelName(label)) {
            throw new PromQlException("invalid label name \"" + label + "\"");
        }
        InstantVector vector = evaluation.vector(aggregation.expression());
        InstantVector labelled = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            String value = Numbers.plain(vector.value(i));
            evaluation.budget().spendLabelCharacters(value.length());
            labelled.add(vector.labels(i).with(label, value), vector.value(i));
        }
        List<String> grouping = new ArrayList<>(aggregation.grouping());
        if (!aggregation.without()) {
            grouping.add(label);
        }
        LabelSelection selection =
                aggregation.without() ? LabelSelection.allBut(grouping) : LabelSelection.only(grouping);
        return reduce(labelled, selection, Accumulators.Count::new);
    }

    private static InstantVector select(Aggregation aggregation, Evaluation evaluation, double k, boolean largest) {
        InstantVector vector = evaluation.vector(aggregation.expression());
        // As Prometheus: what a long cannot hold is refused, NaN with it.
        if (!(k >= Long.MIN_VALUE && k <= 0x1p63 - 1024)) {
            throw new PromQlException("Scalar value " + Numbers.print(k) + " overflows int64");
        }
        int limit = (int) Math.min(vector.size(), (long) k);
        InstantVector result = new InstantVector(0);
        if (limit < 1) {
            return result;
        }
        LabelGroups groups = new LabelGroups(selection(aggregation));
        List<TopSamples> tops = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            int group = groups.findOrAdd(vector.labels(i));
            if (group == tops.size()) {
                tops.add(new TopSamples(vector, limit, largest));
            }
            tops.get(group).offer(i);
        }
        tops.forEach(top -> top.addTo(result));
        return result;
    }
}
