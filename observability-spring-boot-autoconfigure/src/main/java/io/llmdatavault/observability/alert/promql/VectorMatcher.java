package io.llmdatavault.observability.alert.promql;

import java.util.HashSet;
import java.util.Set;

import io.llmdatavault.observability.alert.promql.VectorMatching.Cardinality;

/** Evaluates binary operators between two vectors: finds the partners, as {@code on} and {@code group_left} say. */
final class VectorMatcher {

    private final BinaryExpression binary;

    private final VectorMatching matching;

    private final LabelSelection selection;

    /** Of one-to-one: what ignoring() does not name stays, even the metric name where the operator keeps it. */
    private final LabelSelection kept;

    VectorMatcher(BinaryExpression binary) {
        this.binary = binary;
        this.matching = binary.matching();
        this.selection =
                matching.on() ? LabelSelection.only(matching.labels()) : LabelSelection.allBut(matching.labels());
        this.kept = matching.on() ? selection : LabelSelection.allButKeepingName(matching.labels());
    }

    /** {@code and}, {@code or} and {@code unless}. */
    InstantVector combine(InstantVector left, InstantVector right) {
        InstantVector result = new InstantVector(left.size());
        if (binary.operator() == BinaryOperator.OR) {
            LabelGroups onLeft = groups(left);
            addWhere(true, left, onLeft, result);
            addWhere(false, right, onLeft, result);
            return result.requireDistinct();
        }
        addWhere(binary.operator() == BinaryOperator.AND, left, groups(right), result);
        return result;
    }

    private LabelGroups groups(InstantVector vector) {
        LabelGroups groups = new LabelGroups(selection);
        for (int i = 0; i < vector.size(); i++) {
            groups.findOrAdd(vector.labels(i));
        }
        return groups;
    }

    private static void addWhere(boolean present, InstantVector vector, LabelGroups groups, InstantVector result) {
        for (int i = 0; i < vector.size(); i++) {
            if (groups.find(vector.labels(i)) >= 0 == present) {
                result.add(vector.labels(i), vector.value(i));
            }
        }
    }

    /** All other operators. */
    InstantVector match(InstantVector left, InstantVector right) {
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        boolean oneToOne = matching.cardinality() == Cardinality.ONE_TO_ONE;
        InstantVector many = swapped ? right : left;
        InstantVector one = swapped ? left : right;
        InstantVector result = new InstantVector(many.size());
        if (many.size() == 0 || one.size() == 0) {
            // Not even duplicates on the side of the ones are an error then.
            return result;
        }
        LabelGroups groups = new LabelGroups(selection);
        for (int i = 0; i < one.size(); i++) {
            int group = groups.findOrAdd(one.labels(i));
            if (group != i) {
                throw duplicate(one.labels(i), one.labels(group), swapped ? "left" : "right");
            }
        }
        boolean[] matched = new boolean[oneToOne ? groups.size() : 0];
        Set<Labels> labelsOfMany = new HashSet<>();
        for (int i = 0; i < many.size(); i++) {
            int partner = groups.find(many.labels(i));
            if (partner < 0) {
                continue;
            }
            double a = swapped ? one.value(partner) : many.value(i);
            double b = swapped ? many.value(i) : one.value(partner);
            boolean comparison = binary.operator().isComparison();
            if (comparison && !binary.bool() && !Arithmetic.compare(binary.operator(), a, b)) {
                continue;
            }
            Labels labels = labels(many.labels(i), one.labels(partner));
            if (oneToOne) {
                if (matched[partner]) {
                    throw multiple("many-to-one matching must be explicit (group_left/group_right)");
                }
                matched[partner] = true;
            } else if (!labelsOfMany.add(labels)) {
                throw multiple("grouping labels must ensure unique matches");
            }
            if (!comparison) {
                result.add(labels, Arithmetic.compute(binary.operator(), a, b));
            } else if (binary.bool()) {
                result.add(labels, BinaryOperations.truth(Arithmetic.compare(binary.operator(), a, b)));
            } else {
                result.add(labels, a);
            }
        }
        return oneToOne ? result.requireDistinct() : result;
    }

    private PromQlException duplicate(Labels later, Labels earlier, String side) {
        return new PromQlException("found duplicate series for the match group " + selection.of(later) + " on the "
                + side + " hand-side of the operation: [" + later + ", " + earlier
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private static PromQlException multiple(String message) {
        return new PromQlException("multiple matches for labels: " + message);
    }

    private Labels labels(Labels many, Labels one) {
        Labels labels = BinaryOperations.dropsName(binary) && !binary.bool() ? many.withoutName() : many;
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            labels = kept.of(labels);
        }
        for (String name : matching.include()) {
            labels = labels.with(name, one.get(name));
        }
        return binary.bool() ? labels.withoutName() : labels;
    }
}
