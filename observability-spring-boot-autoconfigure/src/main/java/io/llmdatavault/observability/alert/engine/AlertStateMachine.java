package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
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

    private final Function<Map<String, String>, Map<String, String>> masking;

    private final Map<String, Entry> active = new LinkedHashMap<>();

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

    private boolean warnedOfTooMany;

    AlertStateMachine(
            AlertRule rule,
            Duration longestGap,
            int maxAlerts,
            Function<Map<String, String>, Map<String, String>> masking) {
        this.rule = rule;
        this.pendingFor = rule.pendingFor().toNanos();
        this.keepFiringFor = rule.keepFiringFor().toNanos();
        this.cooldown = rule.cooldown().toNanos();
        this.longestGap = longestGap.toNanos();
        this.maxAlerts = maxAlerts;
        this.masking = masking;
    }

    Step step(Tick now, List<AlertSample> samples) {
        Step step = new Step(new ArrayList<>(), new ArrayList<>());
        boolean late = previous != null && now.nanos() - previous.nanos() > longestGap;
        // Where every evaluation is late, to wait anew each time would be to wait for ever.
        boolean anew = late && !previousWasLate;
        previous = now;
        previousWasLate = late;
        resolvedAt.values().removeIf(at -> now.nanos() - at >= cooldown);
        active.values().forEach(entry -> entry.seen = false);
        for (AlertSample sample : samples) {
            Entry entry = find(sample, now);
            if (entry != null) {
                advance(entry, sample.value(), now, anew, step);
            }
        }
        Iterator<Entry> entries = active.values().iterator();
        while (entries.hasNext()) {
            Entry entry = entries.next();
            if (!entry.seen && isOver(entry, now)) {
                entries.remove();
                end(entry, now, step);
            } else if (entry.state == AlertState.FIRING) {
                tellWhenCooledDown(entry, step);
            }
        }
        return step;
    }

    List<AlertInstance> active() {
        return active.values().stream().map(Entry::toInstance).toList();
    }

    private @Nullable Entry find(AlertSample sample, Tick now) {
        // Of the series alone: a label of the rule may hide what tells two series apart.
        String fingerprint = Fingerprint.of(rule.id(), sample.labels());
        Entry entry = active.get(fingerprint);
        if (entry != null) {
            return entry;
        }
        if (active.size() >= maxAlerts) {
            if (!warnedOfTooMany) {
                warnedOfTooMany = true;
                logger.warn("Alert rule {} has {} alerts; further ones are ignored", rule.id(), maxAlerts);
            }
            return null;
        }
        Map<String, String> labels = new TreeMap<>(sample.labels());
        labels.putAll(rule.labels());
        Entry added = new Entry(fingerprint, masking.apply(labels), now);
        active.put(fingerprint, added);
        return added;
    }

    private void advance(Entry entry, double value, Tick now, boolean anew, Step step) {
        entry.seen = true;
        entry.value = value;
        entry.falseSince = null;
        if (entry.state == AlertState.PENDING && anew) {
            // Nobody looked for so long that the condition may have been false: that time does not count.
            entry.activeSince = now;
        }
        if (entry.state != AlertState.FIRING && now.nanos() - entry.activeSince.nanos() >= pendingFor) {
            entry.firedAt = now.time();
            move(entry, AlertState.FIRING, now, step);
        } else if (entry.state == AlertState.INACTIVE) {
            move(entry, AlertState.PENDING, now, step);
        }
    }

    private boolean isOver(Entry entry, Tick now) {
        if (entry.state != AlertState.FIRING) {
            return true;
        }
        if (entry.falseSince == null) {
            entry.falseSince = now.nanos();
        }
        return now.nanos() - entry.falseSince >= keepFiringFor;
    }

    private void end(Entry entry, Tick now, Step step) {
        if (entry.state == AlertState.PENDING) {
            move(entry, AlertState.INACTIVE, now, step);
            return;
        }
        move(entry, AlertState.RESOLVED, now, step);
        if (entry.told) {
            step.news().add(new News(entry.toInstance(), now.time()));
            if (cooldown > 0) {
                resolvedAt.put(entry.fingerprint, now.nanos());
            }
        }
    }

    private void tellWhenCooledDown(Entry entry, Step step) {
        if (!entry.told && entry.falseSince == null && !resolvedAt.containsKey(entry.fingerprint)) {
            entry.told = true;
            step.news().add(new News(entry.toInstance(), null));
        }
    }

    private void move(Entry entry, AlertState to, Tick now, Step step) {
        step.transitions()
                .add(new AlertTransition(
                        rule, entry.fingerprint, entry.labels, entry.state, to, entry.value, now.time()));
        entry.state = to;
    }

    /**
     * What a step has brought.
     *
     * @param transitions every change of a state
     * @param news what channels are told
     */
    record Step(List<AlertTransition> transitions, List<News> news) {}

    /**
     * A firing or resolved alert that channels are told of.
     *
     * @param alert the alert
     * @param end when it was resolved; {@code null} while it fires
     */
    record News(AlertInstance alert, @Nullable Instant end) {}

    private final class Entry {

        private final String fingerprint;

        private final Map<String, String> labels;

        private AlertState state = AlertState.INACTIVE;

        private Tick activeSince;

        private @Nullable Instant firedAt;

        private @Nullable Long falseSince;

        private double value;

        private boolean seen;

        private boolean told;

        Entry(String fingerprint, Map<String, String> labels, Tick now) {
            this.fingerprint = fingerprint;
            this.labels = labels;
            this.activeSince = now;
        }

        AlertInstance toInstance() {
            return new AlertInstance(rule, fingerprint, labels, state, value, activeSince.time(), firedAt);
        }
    }
}
