package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.llmdatavault.observability.alert.promql.Expression;
import io.llmdatavault.observability.alert.promql.PromQl;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.promql.QueryLimits;
import io.llmdatavault.observability.alert.promql.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * The expressions and templates of one file, each different text parsed once. An alias has a text stand in thousands of
 * places of a file that is short: what is parsed, and what is kept, is then no longer than the file all the same.
 */
final class RuleTexts {

    /** Characters that are parsed for one file. */
    private static final int MAXIMUM_PARSED = 2 * RuleFile.MAXIMUM_LENGTH;

    /** Labels and annotations of one file. */
    static final int MAXIMUM_TEMPLATES = 100_000;

    private final QueryLimits limits;

    private final Map<String, Parsed<Expression>> expressions = new HashMap<>();

    private final Map<String, Parsed<Template>> templates = new HashMap<>();

    private int parsed;

    private int rendered;

    RuleTexts(QueryLimits limits) {
        this.limits = limits;
    }

    /**
     * An expression.
     * @throws PromQlException if the text means none
     */
    Expression expression(String text) {
        return expressions
                .computeIfAbsent(text, key -> parse(key, source -> PromQl.parse(source, limits)))
                .value();
    }

    /**
     * A template.
     * @throws PromQlException if the text means none
     */
    Template template(String text) {
        if (++rendered > MAXIMUM_TEMPLATES) {
            throw new PromQlException(
                    "A file must not have more than " + MAXIMUM_TEMPLATES + " labels and annotations.");
        }
        return templates
                .computeIfAbsent(text, key -> parse(key, Template::parse))
                .value();
    }

    /** How many characters have been parsed. */
    int parsed() {
        return parsed;
    }

    private <T> Parsed<T> parse(String text, Function<String, T> parser) {
        parsed += text.length();
        if (parsed > MAXIMUM_PARSED) {
            throw new PromQlException("A file must not have texts of more than " + MAXIMUM_PARSED + " characters.");
        }
        try {
            return new Parsed<>(parser.apply(text), null);
        } catch (PromQlException ex) {
            return new Parsed<>(null, ex);
        }
    }

    /** What became of a text: a value or what is wrong with it, again wherever the text stands. */
    private record Parsed<T>(@Nullable T result, @Nullable PromQlException problem) {

        T value() {
            if (result == null) {
                throw problem == null ? new PromQlException("There is no text.") : problem;
            }
            return result;
        }
    }
}
