package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.List;

import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;

/**
 * A rule, and what became of it at the last evaluation.
 *
 * @param definition the rule
 * @param group the name of its group
 * @param origin who has written it
 * @param source the rule file; empty unless it comes from one
 * @param expression what is evaluated, as canonical text
 * @param state how evaluating it went
 * @param error why it could not be evaluated, or not all of its alerts are there, secrets masked; {@code null} unless the
 *     state says so
 * @param evaluationDuration how long evaluating it took; {@code null} before the first evaluation
 * @param active its alerts that are pending or firing, unmodifiable
 * @since 0.1.0
 */
public record RuleStatus(
        EvaluationRule definition,
        String group,
        EvaluationGroup.Origin origin,
        String source,
        String expression,
        State state,
        @Nullable String error,
        @Nullable Duration evaluationDuration,
        List<AlertInstance> active) {

    RuleStatus stalled() {
        return state == State.DISABLED
                ? this
                : new RuleStatus(
                        definition,
                        group,
                        origin,
                        source,
                        expression,
                        State.STALLED,
                        error,
                        evaluationDuration,
                        active);
    }

    /** Whether its result becomes alerts or series. */
    public Kind kind() {
        return definition.alert() == null ? Kind.RECORDING : Kind.ALERTING;
    }

    /** What its alerts mean to people; {@code null} for a recording rule. */
    public @Nullable AlertRule rule() {
        return definition.alert();
    }

    /** The name of the alert, or of the series that is recorded. */
    public String name() {
        return definition.rule().name();
    }

    /** Where it begins in its file, from 1; 0 if no file has it. */
    public int line() {
        return definition.rule().line();
    }

    /** What becomes of the result of a rule. */
    public enum Kind {

        /** Alerts. */
        ALERTING,

        /** Series of a new name. */
        RECORDING
    }

    /** How evaluating a rule went. */
    public enum State {

        /** The rule is switched off. */
        DISABLED,

        /** It has not been evaluated yet. */
        WAITING,

        /** It was evaluated. */
        OK,

        /** It was evaluated, and none of the series that it reads is there: not yet, or a name is wrong. */
        NO_DATA,

        /** Evaluating it failed, or there is no room for all of its alerts. */
        ERROR,

        /** An evaluation has not ended for three intervals: it waits for a meter or a listener that hangs. */
        STALLED,

        /** There is no registry whose meters could be read: only such as count per step. */
        NO_REGISTRY
    }
}
