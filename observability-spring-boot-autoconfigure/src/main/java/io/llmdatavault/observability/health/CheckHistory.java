package io.llmdatavault.observability.health;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import io.llmdatavault.observability.configuration.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * What the results of one check amount to: the first one counts at once; a worse state is shown after as many results in a
 * row that are at least that bad as the threshold for failures asks for, a better one after as many that are at least that
 * good as the one for successes asks for. After a result that was too old the next one counts at once, too. Knows no threads
 * and no clock; results are added by one caller at a time and read by all.
 */
final class CheckHistory {

    private final CheckSettings settings;

    private final String staleMessage;

    private volatile @Nullable Entry last;

    /** By state, the last result of it. */
    private final Map<HealthState, ComponentHealth> lastOf = new EnumMap<>(HealthState.class);

    /** By state, how many results in a row were at least that bad. */
    private final Map<HealthState, Integer> asBad = new EnumMap<>(HealthState.class);

    /** By state, how many results in a row were at least that good. */
    private final Map<HealthState, Integer> asGood = new EnumMap<>(HealthState.class);

    private @Nullable Instant lastSuccess;

    private @Nullable HealthState told;

    CheckHistory(CheckSettings settings) {
        this.settings = settings;
        this.staleMessage = "The last result is stale: it is older than " + DurationText.of(settings.maxAge()) + ".";
    }

    /** Adds a result. Returns what changed in the shown state; {@code null} when nothing did. */
    synchronized @Nullable Change add(ComponentHealth result, Duration latency, Instant now, long nanoTime) {
        count(result);
        if (result.state() != HealthState.UNHEALTHY) {
            lastSuccess = now;
        }
        Entry before = last;
        ComponentHealth shown = before == null || isStale(before, nanoTime) ? result : show(before.health, result);
        int failures = asBad.getOrDefault(HealthState.UNHEALTHY, 0);
        HealthSnapshot snapshot = new HealthSnapshot(shown, settings.critical(), latency, now, lastSuccess, failures);
        last = new Entry(shown, snapshot, nanoTime);
        return tell(shown);
    }

    /** Returns a change when the last result is too old now. Once; the next one is that of the next result. */
    synchronized @Nullable Change addStale(long nanoTime) {
        Entry entry = last;
        return entry != null && isStale(entry, nanoTime) ? tell(ComponentHealth.unhealthy(staleMessage)) : null;
    }

    private @Nullable Change tell(ComponentHealth shown) {
        HealthState before = told;
        told = shown.state();
        return told == before ? null : new Change(before, shown);
    }

    private void count(ComponentHealth result) {
        lastOf.put(result.state(), result);
        for (HealthState state : HealthState.values()) {
            asBad.compute(state, (same, before) -> isWorse(state, result.state()) ? 0 : next(before));
            asGood.compute(state, (same, before) -> isWorse(result.state(), state) ? 0 : next(before));
        }
    }

    private static int next(@Nullable Integer count) {
        return count == null ? 1 : count + 1;
    }

    private static boolean isWorse(HealthState one, HealthState other) {
        return one.compareTo(other) > 0;
    }

    /** The furthest state that enough results in a row speak for: two that are worse need not be equally bad. */
    private ComponentHealth show(ComponentHealth shown, ComponentHealth result) {
        if (result.state() == shown.state()) {
            return result;
        }
        HealthState to = shown.state();
        for (HealthState state : HealthState.values()) {
            boolean worse = isWorse(state, to) && asBad.getOrDefault(state, 0) >= settings.failureThreshold();
            boolean better = isWorse(to, state) && asGood.getOrDefault(state, 0) >= settings.successThreshold();
            if (worse || better) {
                to = state;
            }
        }
        return to == shown.state() ? shown : lastOf.getOrDefault(to, result);
    }

    /** Counts a check that is still late as one more failure, so that a hung check reaches its threshold, too. */
    @Nullable
    Change addLate(Duration latency, Instant now, long nanoTime) {
        String message = "No answer within " + DurationText.of(settings.timeout()) + ".";
        return add(ComponentHealth.unhealthy(message), latency, now, nanoTime);
    }

    @Nullable
    HealthSnapshot read(long nanoTime) {
        Entry entry = last;
        if (entry == null) {
            return null;
        }
        return isStale(entry, nanoTime) ? entry.snapshot.stale(staleMessage) : entry.snapshot;
    }

    /**
     * Whether the last results say so. That there is none that is new says nothing, and is a reason to look; so is one that is
     * good, while the threshold for successes asks for more of them.
     */
    boolean isDown(long nanoTime) {
        Entry entry = last;
        return entry != null
                && !isStale(entry, nanoTime)
                && entry.health.state() == HealthState.UNHEALTHY
                && entry.snapshot.consecutiveFailures() > 0;
    }

    private boolean isStale(Entry entry, long nanoTime) {
        return nanoTime - entry.nanoTime > maxAge(entry.health.state());
    }

    /** A component that is down may be looked at less often. */
    private long maxAge(HealthState state) {
        long most = settings.maxAge().toNanos();
        return state == HealthState.UNHEALTHY
                ? Math.max(most, 3 * settings.downInterval().toNanos())
                : most;
    }

    private record Entry(ComponentHealth health, HealthSnapshot snapshot, long nanoTime) {}

    /** A change of the shown state; from nothing, when it is the first. */
    record Change(@Nullable HealthState from, ComponentHealth to) {

        boolean isWorse() {
            return to.state().compareTo(from == null ? HealthState.HEALTHY : from) > 0;
        }
    }
}
