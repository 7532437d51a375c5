package io.llmdatavault.observability.alert.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;

/** The states of one alert, from its beginning to its end. Stepped by the machine of its rule alone. */
final class ActiveAlert {

    private final AlertRule rule;

    private final Labels labels;

    private final String fingerprint;

    private final Map<String, String> shownLabels;

    private AlertState state = AlertState.INACTIVE;

    private Tick activeSince;

    private @Nullable Instant firedAt;

    private @Nullable Long falseSince;

    private double value;

    private boolean noData;

    private Map<String, String> annotations = Map.of();

    private Map<String, String> shownAnnotations = Map.of();

    private boolean seen;

    private boolean told;

    /**
     * An alert that begins.
     * @param rule its rule
     * @param labels its labels
     * @param fingerprint what identifies it
     * @param shownLabels its labels, secrets masked
     * @param now when its condition became true
     */
    ActiveAlert(AlertRule rule, Labels labels, String fingerprint, Map<String, String> shownLabels, Tick now) {
        this.rule = rule;
        this.labels = labels;
        this.fingerprint = fingerprint;
        this.shownLabels = shownLabels;
        this.activeSince = now;
    }

    Labels labels() {
        return labels;
    }

    String fingerprint() {
        return fingerprint;
    }

    AlertState state() {
        return state;
    }

    boolean isFiring() {
        return state == AlertState.FIRING;
    }

    Instant activeAt() {
        return activeSince.time();
    }

    /** Whether its condition is false, and it fires on. */
    boolean isFalse() {
        return falseSince != null;
    }

    /** For how many nanoseconds its condition has been false. */
    long falseFor(Tick now) {
        return falseSince == null ? 0 : now.nanos() - falseSince;
    }

    /** Whether channels were told that it fires. */
    boolean isTold() {
        return told;
    }

    /** Channels are told that it fires. */
    void tell() {
        told = true;
    }

    /** A step begins: nobody knows yet whether its condition is true. */
    void unsee() {
        seen = false;
    }

    /** Its condition is true for this. */
    void refresh(Candidate candidate, Function<Map<String, String>, Map<String, String>> masking) {
        Map<String, String> newAnnotations = candidate.annotations().get();
        value = candidate.value();
        noData = candidate.noData();
        // Masking costs far more than comparing, and most texts stay the same.
        if (!newAnnotations.equals(annotations)) {
            annotations = new TreeMap<>(newAnnotations);
            shownAnnotations = masking.apply(annotations);
        }
    }

    /**
     * Its condition is true.
     * @param now the time of the step
     * @param anew whether it waits anew if it is pending
     * @param pendingFor how long the condition must be true
     * @return the change, if there is one
     */
    @Nullable
    AlertTransition advance(Tick now, boolean anew, long pendingFor) {
        seen = true;
        falseSince = null;
        if (state == AlertState.PENDING && anew) {
            // Nobody looked for so long that the condition may have been false: that time does not count.
            activeSince = now;
        }
        if (state != AlertState.FIRING && now.nanos() - activeSince.nanos() >= pendingFor) {
            firedAt = now.time();
            return move(AlertState.FIRING, now);
        }
        return state == AlertState.INACTIVE ? move(AlertState.PENDING, now) : null;
    }

    /** Whether its condition is false, and was for as long as it keeps firing. */
    boolean isOver(Tick now, long keepFiringFor) {
        if (seen) {
            return false;
        }
        if (state != AlertState.FIRING) {
            return true;
        }
        if (falseSince == null) {
            falseSince = now.nanos();
        }
        return falseFor(now) >= keepFiringFor;
    }

    /** It ends. */
    AlertTransition end(Tick now) {
        return move(state == AlertState.PENDING ? AlertState.INACTIVE : AlertState.RESOLVED, now);
    }

    private AlertTransition move(AlertState to, Tick now) {
        AlertTransition change =
                new AlertTransition(rule, fingerprint, shownLabels, state, to, value, noData, now.time());
        state = to;
        return change;
    }

    /** Moves the times that people see, as the wall clock was set. */
    void shift(long millis) {
        activeSince = new Tick(activeSince.time().plusMillis(millis), activeSince.nanos());
        firedAt = firedAt == null ? null : firedAt.plusMillis(millis);
    }

    /** As people see it. */
    AlertInstance toInstance() {
        return new AlertInstance(
                rule, fingerprint, shownLabels, shownAnnotations, state, value, noData, activeSince.time(), firedAt);
    }
}
