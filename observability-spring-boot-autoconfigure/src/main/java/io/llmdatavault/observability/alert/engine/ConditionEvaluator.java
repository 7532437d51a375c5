package io.llmdatavault.observability.alert.engine;

import java.util.List;

/** Evaluates one condition. The result is that of a Prometheus alert expression: an instant vector. */
@FunctionalInterface
interface ConditionEvaluator {

    /** Evaluates the condition on what has been sampled last. */
    Result evaluate(Tick now);

    /**
     * What came of it.
     *
     * @param samples every series for which the condition is true now; no two have the same labels
     * @param hasData whether there was any series to look at
     */
    record Result(List<AlertSample> samples, boolean hasData) {}
}
