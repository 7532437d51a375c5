package io.llmdatavault.observability.alert.promql.template;

/** What rendering one template may cost; what exceeds it fails as any other error does. */
final class Limits {

    /** Characters of any text that comes up on the way. */
    private static final int MAXIMUM_LENGTH = 65_536;

    /**
     * Operands that are evaluated, and nodes that are executed, those of each round of a {@code range} anew,
     * and the round itself.
     */
    private static final int MAXIMUM_STEPS = 50_000;

    /** Characters that are written, characters times pattern that are matched, and series of lists. */
    private static final long MAXIMUM_WORK = 20_000_000;

    /** Queries; each of them has limits of its own, which are large. */
    static final int MAXIMUM_QUERIES = 20;

    /** Work for each series of a list that is made or sorted. */
    private static final long WORK_OF_SERIES = 100;

    private int steps;

    private int queries;

    private long work;

    static void requireLength(CharSequence text) {
        requireLength(text.length());
    }

    static void requireLength(int length) {
        if (length > MAXIMUM_LENGTH) {
            throw new ExecutionException("the text is longer than " + MAXIMUM_LENGTH + " characters");
        }
    }

    void step() {
        if (++steps > MAXIMUM_STEPS) {
            throw new ExecutionException("the template takes more than " + MAXIMUM_STEPS + " steps");
        }
    }

    void work(long amount) {
        work += amount;
        if (work > MAXIMUM_WORK) {
            throw new ExecutionException("the template takes too much work");
        }
    }

    void query() {
        if (++queries > MAXIMUM_QUERIES) {
            throw new ExecutionException("the template makes more than " + MAXIMUM_QUERIES + " queries");
        }
    }

    /** A list that is about to be made or sorted. */
    void series(int count) {
        work(WORK_OF_SERIES * count);
    }
}
