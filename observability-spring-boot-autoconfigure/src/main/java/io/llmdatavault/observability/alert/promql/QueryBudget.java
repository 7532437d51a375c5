package io.llmdatavault.observability.alert.promql;

import com.google.re2j.Pattern;

/** What one query has left of its limits. */
final class QueryBudget {

    /** Characters that functions on labels may make, which would otherwise double with each call around another. */
    private static final long LABEL_CHARACTERS = 10_000_000;

    private final QueryLimits limits;

    private long series;

    private long samples;

    private long labelCharacters;

    private int depth;

    QueryBudget(QueryLimits limits) {
        this.limits = limits;
    }

    void spendSeries(int count) {
        series += count;
        if (series > limits.series()) {
            throw new PromQlException("The query touches more than " + limits.series() + " series.");
        }
    }

    /** Also taken for the steps of subqueries, each of which costs time even without any sample. */
    void spendSamples(long count) {
        // Compared like this, as the sum may not fit.
        if (count > limits.samples() - samples) {
            throw new PromQlException("The query touches more than " + limits.samples() + " samples.");
        }
        samples += count;
    }

    void spendLabelCharacters(long count) {
        labelCharacters += count;
        if (labelCharacters > LABEL_CHARACTERS) {
            throw new PromQlException("The query makes labels of more than " + LABEL_CHARACTERS + " characters.");
        }
    }

    /** What it takes to look for a regular expression in a text: both its length and that of the text count. */
    void spendMatching(Pattern pattern, String text) {
        spendLabelCharacters((1L + pattern.programSize() / 100) * text.length());
    }

    void enter() {
        if (++depth > limits.depth()) {
            throw new PromQlException("The expression is nested more than " + limits.depth() + " levels deep.");
        }
    }

    void leave() {
        depth--;
    }
}
