package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code histogram_quantile}, for classic histograms: one series for each bucket, its upper bound in {@code le}. */
final class HistogramFunctions {

    static final List<Function> ALL = List.of(Function.of(
            "histogram_quantile",
            ValueType.INSTANT_VECTOR,
            HistogramFunctions::quantile,
            ValueType.SCALAR,
            ValueType.INSTANT_VECTOR));

    private static final String UPPER_BOUND = "le";

    private static final LabelSelection ALL_BUT_BOUND = LabelSelection.allBut(List.of(UPPER_BOUND));

    /** As Go writes numbers: a double of Java may also end in {@code f}, and have spaces around it. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?|[+-]?0x[0-9a-f]*\\.?[0-9a-f]*p[+-]?\\d+");

    private HistogramFunctions() {}

    private static Value quantile(Evaluation evaluation, List<Expression> arguments) {
        double quantile = evaluation.scalar(arguments.get(0));
        InstantVector vector = evaluation.vector(arguments.get(1));
        // Buckets of two metrics are never mixed, although their names are dropped.
        LabelGroups groups = new LabelGroups(LabelSelection.allButKeepingName(List.of(UPPER_BOUND)));
        List<Buckets> histograms = new ArrayList<>();
        Map<String, Double> bounds = new HashMap<>();
        for (int i = 0; i < vector.size(); i++) {
            double bound = bounds.computeIfAbsent(vector.labels(i).get(UPPER_BOUND), HistogramFunctions::bound);
            if (Function.isNoValue(bound)) {
                continue;
            }
            int group = groups.findOrAdd(vector.labels(i));
            if (group == histograms.size()) {
                histograms.add(new Buckets());
            }
            histograms.get(group).add(bound, vector.value(i));
        }
        InstantVector result = new InstantVector(groups.size());
        for (int group = 0; group < groups.size(); group++) {
            Labels labels = ALL_BUT_BOUND.of(groups.first(group));
            result.add(labels, histograms.get(group).quantile(quantile));
        }
        return result.requireDistinct();
    }

    /** The number that the label says, or {@link Function#NO_VALUE}: such series are no buckets. */
    private static double bound(String label) {
        String text = label.toLowerCase(Locale.ROOT);
        switch (text) {
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            case "nan" -> {
                return Double.NaN;
            }
            default -> {
                double number = readable(text) ? Double.parseDouble(text) : Function.NO_VALUE;
                return Double.isInfinite(number) ? Function.NO_VALUE : number;
            }
        }
    }

    private static boolean readable(String text) {
        // Nobody writes a longer one, and the regular expression may recurse for each character.
        return text.length() < 400 && NUMBER.matcher(text).matches() && !text.endsWith("0x.p");
    }
}
