package io.llmdatavault.observability.alert.engine;

import java.util.List;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One rule as it runs: written by the thread that evaluates, read by all. */
final class RuleRunner {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final AlertRule rule;

    private final ConditionEvaluator evaluator;

    private final AlertStateMachine machine;

    private volatile RuleStatus status;

    RuleRunner(AlertRule rule, ConditionEvaluator evaluator, AlertStateMachine machine) {
        this.rule = rule;
        this.evaluator = evaluator;
        this.machine = machine;
        this.status =
                new RuleStatus(rule, rule.enabled() ? RuleStatus.State.WAITING : RuleStatus.State.DISABLED, List.of());
    }

    AlertStateMachine.Step evaluate(Tick now) {
        if (!rule.enabled()) {
            return new AlertStateMachine.Step(List.of(), List.of());
        }
        try {
            ConditionEvaluator.Result result = evaluator.evaluate(now);
            AlertStateMachine.Step step = machine.step(now, result.samples());
            RuleStatus.State state = result.hasData() ? RuleStatus.State.OK : RuleStatus.State.NO_DATA;
            status = new RuleStatus(rule, state, machine.active());
            return step;
        } catch (RuntimeException | LinkageError | StackOverflowError ex) {
            fail(RuleStatus.State.ERROR, ex);
            return new AlertStateMachine.Step(List.of(), List.of());
        }
    }

    /** Keeps the alerts as they are: nobody knows better. */
    void fail(RuleStatus.State state, Throwable cause) {
        if (rule.enabled() && status.state() != state) {
            logger.warn("Alert rule {} cannot be evaluated", rule.id(), cause);
            status = new RuleStatus(rule, state, status.active());
        }
    }

    RuleStatus status() {
        return status;
    }

    double count(AlertState state) {
        return status.active().stream().filter(alert -> alert.state() == state).count();
    }
}
