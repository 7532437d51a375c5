package io.llmdatavault.observability.alert.engine;

import java.util.List;

import io.llmdatavault.observability.alert.rule.AlertRule;

/**
 * What became of a rule at the last evaluation.
 *
 * @param rule the rule
 * @param state how evaluating it went
 * @param active its alerts that are pending or firing, unmodifiable
 * @since 0.1.0
 */
public record RuleStatus(AlertRule rule, State state, List<AlertInstance> active) {

    /** How evaluating a rule went. */
    public enum State {

        /** The rule is switched off. */
        DISABLED,

        /** It has not been evaluated yet. */
        WAITING,

        /** It was evaluated. */
        OK,

        /** It was evaluated, and no series of its metric is there: not yet, or its name is wrong. */
        NO_DATA,

        /** Evaluating it failed. */
        ERROR,

        /** There is no registry whose meters could be read: only such as count per step. */
        NO_REGISTRY
    }
}
