package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.alert.promql.rulefile.AlertingRule;
import io.llmdatavault.observability.alert.rule.AlertRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of all alerts of one rule. Has no clock and no thread: each step is told the time and what is true.
 * Durations are those of Prometheus: the condition must be true at every step of {@code for}, and
 * {@code keep-firing-for} counts from the first step at which it is false.
 */
final class AlertStateMachine {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final AlertRule rule;

    private final long pendingFor;

    private final long keepFiringFor;

    private final long cooldown;

    private final long longestGap;

    private final int maxAlerts;

    private final AlertRoom room;

    private final Supplier<Labels> identity;

    private final Function<Map<String, String>, Map<String, String>> masking;

    private final Map<Labels, ActiveAlert> active = new LinkedHashMap<>();

    /** When the last notification that an alert is resolved went out, by fingerprint. */
    private final Map<String, Long> resolvedAt = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > maxAlerts;
        }
    };

    private @Nullable Tick previous;

    private boolean previousWasLate;

    /** Whether something happened since the last step after which pending alerts wait anew. */
    private boolean waitsAnew;

    private boolean warnedOfTooMany;

    /** How many alerts the last step had no room for. */
    private int leftOut;

    /** Why there was none. */
    private String noRoom = "";

    /**
     * A machine without alerts.
     * @param rule what its alerts mean to people
     * @param computed what is computed
     * @param longestGap the time between two steps after which nobody knows what was true in between
     * @param maxAlerts further ones are ignored
     * @param room that of all machines together
     * @param identity the labels of this process
     * @param masking hides secrets in labels and texts
     */
    AlertStateMachine(
            AlertRule rule,
            AlertingRule computed,
            Duration longestGap,
            int maxAlerts,
            AlertRoom room,
            Supplier<Labels> identity,
            Function<Map<String, String>, Map<String, String>> masking) {
        this.rule = rule;
        this.pendingFor = computed.pendingFor().toNanos();
        this.keepFiringFor = computed.keepFiringFor().toNanos();
        this.cooldown = rule.cooldown().toNanos();
        this.longestGap = longestGap.toNanos();
        this.maxAlerts = maxAlerts;
        this.room = room;
        this.identity = identity;
        this.masking = masking;
    }

    /** The condition is true for these and no others; no two have the same labels. */
    Step step(Tick now, List<Candidate> candidates) {
        Step step = new Step(new ArrayList<>(), new ArrayList<>());
        boolean anew = begin(now);
        for (Candidate candidate : candidates) {
            ActiveAlert alert = find(candidate, now);
            if (alert != null) {
                alert.refresh(candidate, masking);
                advance(alert, now, anew, step);
            }
        }
        end(now, step);
        return step;
    }

    /** Nobody knows what is true: it counts as what was true at the last step. */
    Step keep(Tick now) {
        Step step = new Step(new ArrayList<>(), new ArrayList<>());
        boolean anew = begin(now);
        for (ActiveAlert alert : active.values()) {
            if (!alert.isFalse()) {
                advance(alert, now, anew, step);
            }
        }
        end(now, step);
        return step;
    }

    /**
     * The rule has failed: its alerts stay as they are, and for those that are pending the time goes on, as in Prometheus.
     * After a gap before that they wait anew at the next step.
     */
    void missed(Tick now) {
        if (!now.equals(previous)) {
            waitsAnew = goOn(now);
        }
    }

    /** Ends all alerts, whatever is true. */
    Step drop(Tick now) {
        Step step = new Step(new ArrayList<>(), new ArrayList<>());
        begin(now);
        List<ActiveAlert> dropped = List.copyOf(active.values());
        active.clear();
        room.give(dropped.size(), 0);
        dropped.forEach(alert -> over(alert, now, step));
        return step;
    }

    /** How many alerts a step would leave, were there no bound. */
    int count(Tick now, List<Candidate> candidates) {
        Set<Labels> found = new HashSet<>();
        candidates.forEach(candidate -> found.add(candidate.labels()));
        active.forEach((labels, alert) -> {
            if (alert.isFiring() && alert.falseFor(now) < keepFiringFor) {
                found.add(labels);
            }
        });
        return found.size();
    }

    /** What the last step had no room for, as a text; {@code null} if it had room for all. */
    @Nullable
    String leftOut() {
        return leftOut == 0 ? null : "alerts are left out: " + leftOut + ", as " + noRoom;
    }

    /** The alerts as people see them. */
    List<AlertInstance> active() {
        return active.values().stream().map(ActiveAlert::toInstance).toList();
    }

    /** The alerts as rules see them. */
    Iterable<ActiveAlert> alerts() {
        return active.values();
    }

    /**
     * Moves the times that people see, as the wall clock was set. One that goes far ahead is how a machine looks that has
     * slept: the clock of durations stood still, and nobody knows what was true in between.
     */
    void shift(long millis) {
        active.values().forEach(alert -> alert.shift(millis));
        waitsAnew |= millis > TimeUnit.NANOSECONDS.toMillis(longestGap);
    }

    private boolean begin(Tick now) {
        boolean anew = goOn(now);
        waitsAnew = false;
        leftOut = 0;
        resolvedAt.values().removeIf(at -> now.nanos() - at >= cooldown);
        active.values().forEach(ActiveAlert::unsee);
        return anew;
    }

    /** Answers whether pending alerts wait anew. */
    private boolean goOn(Tick now) {
        boolean late = previous != null && now.nanos() - previous.nanos() > longestGap;
        // Where every evaluation is late, to wait anew each time would be to wait for ever.
        boolean anew = (late && !previousWasLate) || waitsAnew;
        previous = now;
        previousWasLate = late;
        return anew;
    }

    private @Nullable ActiveAlert find(Candidate candidate, Tick now) {
        ActiveAlert known = active.get(candidate.labels());
        if (known != null) {
            return known;
        }
        if (active.size() >= maxAlerts) {
            leftOut++;
            noRoom = "the rule has " + maxAlerts + " of them";
            if (!warnedOfTooMany) {
                warnedOfTooMany = true;
                logger.warn("Alert rule {} has {} alerts; further ones are ignored", rule.id(), maxAlerts);
            }
            return null;
        }
        if (!room.take(active.size())) {
            leftOut++;
            noRoom = room.toString();
            return null;
        }
        Labels labels = candidate.labels();
        ActiveAlert added = new ActiveAlert(
                rule, labels, Fingerprint.of(labels, identity.get(), rule.id()), masking.apply(labels.toMap()), now);
        active.put(labels, added);
        return added;
    }

    private void advance(ActiveAlert alert, Tick now, boolean anew, Step step) {
        AlertTransition change = alert.advance(now, anew, pendingFor);
        if (change != null) {
            step.transitions().add(change);
        }
    }

    private void end(Tick now, Step step) {
        Iterator<ActiveAlert> alerts = active.values().iterator();
        while (alerts.hasNext()) {
            ActiveAlert alert = alerts.next();
            if (alert.isOver(now, keepFiringFor)) {
                alerts.remove();
                room.give(active.size() + 1, active.size());
                over(alert, now, step);
            } else if (alert.isFiring()) {
                tellWhenCooledDown(alert, step);
            }
        }
    }

    private void over(ActiveAlert alert, Tick now, Step step) {
        step.transitions().add(alert.end(now));
        if (alert.isTold()) {
            step.news().add(new News(alert.toInstance(), now.time()));
            if (cooldown > 0) {
                resolvedAt.put(alert.fingerprint(), now.nanos());
            }
        }
    }

    private void tellWhenCooledDown(ActiveAlert alert, Step step) {
        if (!alert.isTold() && !alert.isFalse() && !resolvedAt.containsKey(alert.fingerprint())) {
            alert.tell();
            step.news().add(new News(alert.toInstance(), null));
        }
    }

    /**
     * What a step has brought.
     *
     * @param transitions every change of a state
     * @param news what channels are told
     */
    record Step(List<AlertTransition> transitions, List<News> news) {

        /** Nothing. */
        static final Step NONE = new Step(List.of(), List.of());
    }

    /**
     * A firing or resolved alert that channels are told of.
     *
     * @param alert the alert
     * @param end when it was resolved; {@code null} while it fires
     */
    record News(AlertInstance alert, @Nullable Instant end) {}
}
