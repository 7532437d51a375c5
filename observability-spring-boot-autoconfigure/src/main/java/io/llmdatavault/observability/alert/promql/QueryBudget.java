package io.llmdatavault.observability.alert.promql;

import com.google.re2j.Pattern;

/** What one query has left of its limits. Here it also notices that nobody waits for its answer any more. */
final class QueryBudget {

    /** Characters that functions on labels may make, which would otherwise double with each call around another. */
    private static final long LABEL_CHARACTERS = 10_000_000;

    /** After how much work to ask whether the thread is interrupted, which costs more than counting. */
    private static final long UNWATCHED = 4096;

    private final QueryLimits limits;

    private long series;

    private int held;

    private long samples;

    private long operations;

    private long labelCharacters;

    private long unwatched;

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

    /** For series that a subquery computes: their number counts for as long as they are needed, unlike their samples. */
    void holdSeries(int count) {
        held += count;
        if (held > limits.series()) {
            throw new PromQlException("The subqueries hold more than " + limits.series() + " series.");
        }
    }

    void releaseSeries(int count) {
        held -= count;
    }

    /** Also taken for the steps of subqueries, each of which costs time even without any sample. */
    void spendSamples(long count) {
        // Compared like this, as the sum may not fit.
        if (count > limits.samples() - samples) {
            throw new PromQlException("The query touches more than " + limits.samples() + " samples.");
        }
        samples += count;
        watch(count);
    }

    /** One for each part of the expression that is evaluated, and for each series of its value. */
    void spendOperations(int count) {
        operations += count;
        if (operations > limits.operations()) {
            throw new PromQlException("The query takes more than " + limits.operations() + " operations.");
        }
        watch(count);
    }

    void spendLabelCharacters(long count) {
        labelCharacters += count;
        if (labelCharacters > LABEL_CHARACTERS) {
            throw new PromQlException("The query makes labels of more than " + LABEL_CHARACTERS + " characters.");
        }
        watch(count);
    }

    /** What it takes to look for a regular expression in a text: both its length and that of the text count. */
    void spendMatching(Pattern pattern, String text) {
        spendLabelCharacters((1L + pattern.programSize() / 100) * (1L + text.length()));
    }

    void enter() {
        if (++depth > limits.depth()) {
            throw new PromQlException("The expression is nested more than " + limits.depth() + " levels deep.");
        }
        spendOperations(1);
    }

    void leave() {
        depth--;
    }

    private void watch(long work) {
        unwatched += work;
        if (unwatched >= UNWATCHED) {
            unwatched = 0;
            // The flag stays set, for whoever runs the thread.
            if (Thread.currentThread().isInterrupted()) {
                throw new PromQlException("interrupted");
            }
        }
    }
}
