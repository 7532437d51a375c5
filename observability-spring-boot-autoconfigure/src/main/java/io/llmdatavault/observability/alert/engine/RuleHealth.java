package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.promql.PromQlException;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How evaluating one rule goes: written by the thread that evaluates, read by all. */
final class RuleHealth {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private static final int MAX_CAUSES = 10;

    private static final int GOOD_FOR_LONG = 100;

    private final boolean enabled;

    private final EvaluationGroup.Origin origin;

    private final UnaryOperator<String> masking;

    /** Causes that the log has, by class. */
    private final Set<String> saidCauses = new HashSet<>();

    private int goodInARow;

    private boolean hadData;

    private volatile RuleStatus status;

    /**
     * The health of a rule that has not been evaluated.
     * @param rule the rule
     * @param group its group
     * @param masking hides secrets
     */
    RuleHealth(EvaluationRule rule, EvaluationGroup group, UnaryOperator<String> masking) {
        AlertRule alert = rule.alert();
        this.enabled = alert == null || alert.enabled();
        this.origin = group.origin();
        this.masking = masking;
        this.status = new RuleStatus(
                rule,
                group.name(),
                origin,
                group.source(),
                rule.rule().expression().toString(),
                enabled ? RuleStatus.State.WAITING : RuleStatus.State.DISABLED,
                null,
                null,
                List.of());
    }

    RuleStatus status() {
        return status;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** It was evaluated. */
    void evaluated(boolean hasData, long nanos, List<AlertInstance> active) {
        set(hasData ? RuleStatus.State.OK : RuleStatus.State.NO_DATA, null, Duration.ofNanos(nanos), active);
        hadData |= hasData;
        if (goodInARow < GOOD_FOR_LONG) {
            goodInARow++;
        } else {
            // What comes and goes is said once, what comes back after a long time is news.
            saidCauses.clear();
        }
    }

    /** It was evaluated, but there was no room for all of its alerts, which somebody else has logged. */
    void incomplete(String problem, long nanos, List<AlertInstance> active) {
        set(RuleStatus.State.ERROR, problem, Duration.ofNanos(nanos), active);
        hadData = true;
    }

    /** It could not be evaluated, and its alerts stay as they are: nobody knows better. */
    void failed(Throwable cause) {
        failed(cause, status.evaluationDuration(), status.active());
    }

    /** There is nothing to evaluate it on, which somebody else says. Its alerts stay as they are. */
    void withoutRegistry(String problem) {
        if (enabled) {
            set(RuleStatus.State.NO_REGISTRY, problem, status.evaluationDuration(), status.active());
        }
    }

    /** It could not be evaluated. */
    void failed(Throwable cause, @Nullable Duration duration, List<AlertInstance> active) {
        if (!enabled) {
            return;
        }
        goodInARow = 0;
        set(RuleStatus.State.ERROR, masking.apply(message(cause)), duration, active);
        if (saidCauses.size() < MAX_CAUSES
                && saidCauses.add(root(cause).getClass().getName())) {
            if (cause instanceof PromQlException) {
                // Says it all: the rule or its series are wrong, and no code is.
                logger.warn("Alert rule {} of {} cannot be evaluated: {}", name(), place(), status.error());
            } else {
                logger.warn("Alert rule {} of {} cannot be evaluated", name(), place(), cause);
            }
        }
    }

    private void set(
            RuleStatus.State state, @Nullable String error, @Nullable Duration duration, List<AlertInstance> active) {
        RuleStatus before = status;
        status = new RuleStatus(
                before.definition(),
                before.group(),
                origin,
                before.source(),
                before.expression(),
                state,
                error,
                duration,
                active);
    }

    /**
     * Whether it was evaluated and has never found data. A rule of a file may be about other services, a shipped one about
     * what this service does not use; one that was written for this service is not.
     */
    boolean hasNeverFoundData() {
        return origin == EvaluationGroup.Origin.PROPERTIES
                && status.state() == RuleStatus.State.NO_DATA
                && status.rule() != null
                && !hadData;
    }

    /** Whether nobody asked for it. */
    boolean isShipped() {
        return origin == EvaluationGroup.Origin.SHIPPED;
    }

    /** What people call it. */
    String name() {
        AlertRule alert = status.rule();
        return alert == null ? status.name() : alert.id();
    }

    private String place() {
        return status.source().isEmpty() ? "group " + status.group() : status.source() + ", group " + status.group();
    }

    private static String message(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable cause) {
        return Objects.requireNonNullElse(cause.getCause(), cause);
    }

    /** How many of its alerts are in a state. */
    double count(AlertState state) {
        return status.active().stream().filter(alert -> alert.state() == state).count();
    }
}
