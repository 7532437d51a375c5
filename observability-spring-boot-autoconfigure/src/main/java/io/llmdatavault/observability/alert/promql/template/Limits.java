package io.llmdatavault.observability.alert.promql.template;

/** What rendering one template may cost; what exceeds it fails as any other error does. */
final class Limits {

    /** Characters of any text that comes up on the way. */
    private static final int MAXIMUM_LENGTH = 65_536;

    /** Operands that are evaluated, and nodes that are executed, those of each round of a {@code range} anew. */
    private static final int MAXIMUM_STEPS = 50_000;

    /** Characters that are written, and characters times pattern that are matched. */
    private static final long MAXIMUM_WORK = 20_000_000;

    private int steps;

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
}
