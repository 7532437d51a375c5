package io.llmdatavault.observability.alert.engine;

import java.util.function.BooleanSupplier;

/** Evaluates one rule. Used by one thread. */
interface RuleRunner {

    /** Evaluates the rule once. Never throws. */
    void run(Tick now, BooleanSupplier stopped);

    /** It could not be evaluated, for a reason that is not its own. */
    void fail(Tick now, Throwable cause);

    /** Moves the times that it remembers, as the wall clock was set. */
    void shift(long millis);
}
