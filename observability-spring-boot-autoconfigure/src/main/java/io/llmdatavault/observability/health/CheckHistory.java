package io.llmdatavault.observability.health;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the results of one check amount to: the first one counts at once, later ones when as many in a row say the opposite
 * as the threshold asks for. Knows no threads and no clock; results are added by one caller at a time and read by all.
 */
final class CheckHistory {

    private final CheckSettings settings;

    private final String staleMessage;

    private volatile @Nullable Entry last;

    private int failures;

    private int successes;

    private @Nullable Instant lastSuccess;

    CheckHistory(CheckSettings settings) {
        this.settings = settings;
        this.staleMessage = "The last result is stale: it is older than " + CheckSettings.text(settings.maxAge()) + ".";
    }

    /** Adds a result. Returns what changed in the shown state; {@code null} when nothing did. */
    synchronized @Nullable Change add(ComponentHealth result, Duration latency, Instant now, long nanoTime) {
        boolean failed = result.state() == HealthState.UNHEALTHY;
        if (failed) {
            failures++;
            successes = 0;
        } else {
            failures = 0;
            successes++;
            lastSuccess = now;
        }
        Entry before = last;
        ComponentHealth shown = before == null || counts(before.health.state(), failed) ? result : before.health;
        HealthSnapshot snapshot = new HealthSnapshot(shown, settings.critical(), latency, now, lastSuccess, failures);
        last = new Entry(shown, snapshot, nanoTime);
        HealthState stateBefore = before == null ? null : before.health.state();
        return shown.state() == stateBefore ? null : new Change(stateBefore, shown);
    }

    /** Counts a check that is still late as one more failure, so that a hung check reaches its threshold, too. */
    @Nullable
    Change addLate(Duration latency, Instant now, long nanoTime) {
        String message = "No answer within " + CheckSettings.text(settings.timeout()) + ".";
        return add(ComponentHealth.unhealthy(message), latency, now, nanoTime);
    }

    @Nullable
    HealthSnapshot read(long nanoTime) {
        Entry entry = last;
        if (entry == null) {
            return null;
        }
        boolean stale = nanoTime - entry.nanoTime > maxAge(entry.health.state());
        return stale ? entry.snapshot.stale(staleMessage) : entry.snapshot;
    }

    /** A component that is down may be looked at less often. */
    private long maxAge(HealthState state) {
        long most = settings.maxAge().toNanos();
        return state == HealthState.UNHEALTHY
                ? Math.max(most, 3 * settings.downInterval().toNanos())
                : most;
    }

    private boolean counts(HealthState shown, boolean failed) {
        if (failed == (shown == HealthState.UNHEALTHY)) {
            return true;
        }
        return failed ? failures >= settings.failureThreshold() : successes >= settings.successThreshold();
    }

    private record Entry(ComponentHealth health, HealthSnapshot snapshot, long nanoTime) {}

    /** A change of the shown state; from nothing, when it is the first. */
    record Change(@Nullable HealthState from, ComponentHealth to) {

        boolean isWorse() {
            return to.state().compareTo(from == null ? HealthState.HEALTHY : from) > 0;
        }
    }
}
