package io.llmdatavault.observability.alert.engine;

import java.util.List;

/** Evaluates one condition. The result is that of a Prometheus alert expression: an instant vector. */
@FunctionalInterface
interface ConditionEvaluator {

    /** Returns every series for which the condition is true now; no two have the same labels. */
    List<AlertSample> evaluate(Tick now);
}
