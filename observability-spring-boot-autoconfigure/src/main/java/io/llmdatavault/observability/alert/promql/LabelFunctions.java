package io.llmdatavault.observability.alert.promql;

import java.util.List;
import java.util.function.UnaryOperator;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import static io.llmdatavault.observability.alert.promql.ValueType.INSTANT_VECTOR;
import static io.llmdatavault.observability.alert.promql.ValueType.STRING;

/** {@code label_replace} and {@code label_join}. */
final class LabelFunctions {

    static final List<Function> ALL = List.of(
            Function.of(
                    "label_replace",
                    INSTANT_VECTOR,
                    LabelFunctions::replace,
                    INSTANT_VECTOR,
                    STRING,
                    STRING,
                    STRING,
                    STRING),
            Function.of("label_join", INSTANT_VECTOR, LabelFunctions::join, INSTANT_VECTOR, STRING, STRING, STRING)
                    .withRepeatedLast());

    private LabelFunctions() {}

    private static Value replace(Evaluation evaluation, List<Expression> arguments) {
        InstantVector vector = evaluation.vector(arguments.get(0));
        String target = evaluation.text(arguments.get(1));
        String template = evaluation.text(arguments.get(2));
        String source = evaluation.text(arguments.get(3));
        Pattern pattern = evaluation.pattern(arguments.get(4));
        requireLabelName(target, "destination label name in label_replace()");
        QueryBudget budget = evaluation.budget();
        return relabel(vector, labels -> {
            String value = labels.get(source);
            budget.spendMatching(pattern, value);
            Matcher matcher = pattern.matcher(value);
            if (!matcher.matches()) {
                return labels;
            }
            return labels.with(target, new CaptureTemplate(template, matcher, budget).expand());
        });
    }

    private static Value join(Evaluation evaluation, List<Expression> arguments) {
        InstantVector vector = evaluation.vector(arguments.get(0));
        String target = evaluation.text(arguments.get(1));
        String separator = evaluation.text(arguments.get(2));
        List<String> sources = arguments.stream().skip(3).map(evaluation::text).toList();
        sources.forEach(source -> requireLabelName(source, "source label name in label_join()"));
        requireLabelName(target, "destination label name in label_join()");
        return relabel(vector, labels -> {
            List<String> values = sources.stream().map(labels::get).toList();
            long length = (long) separator.length() * sources.size()
                    + values.stream().mapToLong(String::length).sum();
            evaluation.budget().spendLabelCharacters(length);
            return labels.with(target, String.join(separator, values));
        });
    }

    private static InstantVector relabel(InstantVector vector, UnaryOperator<Labels> relabelling) {
        InstantVector result = new InstantVector(vector.size());
        for (int i = 0; i < vector.size(); i++) {
            result.add(relabelling.apply(vector.labels(i)), vector.value(i));
        }
        return result.requireDistinct();
    }

    private static void requireLabelName(String name, String role) {
        if (!isLabelName(name)) {
            throw new PromQlException("invalid " + role + ": " + name);
        }
    }

    static boolean isLabelName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            boolean letter = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || character == '_';
            if (!letter && (i == 0 || character < '0' || character > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
