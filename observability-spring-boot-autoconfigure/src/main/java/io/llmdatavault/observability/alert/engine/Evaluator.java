package io.llmdatavault.observability.alert.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Does what is due: samples first, then evaluates groups in their order, all at the same time. What comes late is not
 * made up for. Used by one thread at a time.
 */
final class Evaluator {

    private final FixedRate sampling;

    private final LongPredicate sampler;

    private final List<GroupRunner> groups;

    private final EngineClock clock;

    private final LongSupplier nanoTime;

    private final EvaluationWatch watch;

    private final ChangePublisher publisher;

    private final EngineMetrics metrics;

    private final DataReach reach;

    private boolean started;

    private boolean readable;

    private volatile @Nullable Instant lastEvaluation;

    Evaluator(
            FixedRate sampling,
            LongPredicate sampler,
            List<GroupRunner> groups,
            EngineClock clock,
            LongSupplier nanoTime,
            EvaluationWatch watch,
            ChangePublisher publisher,
            EngineMetrics metrics,
            DataReach reach) {
        this.sampling = sampling;
        this.sampler = sampler;
        this.groups = List.copyOf(groups);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.watch = watch;
        this.publisher = publisher;
        this.metrics = metrics;
        this.reach = reach;
    }

    /** When the last evaluation was that has ended. */
    @Nullable
    Instant lastEvaluation() {
        return lastEvaluation;
    }

    /** Does what is due now. Answers how many nanoseconds later something will be. */
    long runDue(BooleanSupplier stopped) {
        long now = nanoTime.getAsLong();
        List<FixedRate> rates = rates();
        if (!started) {
            rates.forEach(rate -> rate.startAt(now));
            started = true;
        }
        List<FixedRate> due = rates.stream().filter(rate -> rate.isDue(now)).toList();
        if (!due.isEmpty() && !stopped.getAsBoolean()) {
            try {
                run(due, now, stopped);
            } finally {
                long end = nanoTime.getAsLong();
                due.forEach(rate -> rate.skipTo(end));
            }
        }
        long end = nanoTime.getAsLong();
        return rates.stream().mapToLong(rate -> rate.remaining(end)).min().orElse(0);
    }

    private List<FixedRate> rates() {
        List<FixedRate> rates = new ArrayList<>();
        rates.add(sampling);
        groups.forEach(group -> rates.add(group.rate()));
        return rates;
    }

    private void run(List<FixedRate> due, long now, BooleanSupplier stopped) {
        long sinceDue =
                due.stream().mapToLong(rate -> now - rate.due(now)).min().orElse(0);
        Tick tick = clock.tick(now - sinceDue);
        List<GroupRunner> dueGroups =
                groups.stream().filter(group -> due.contains(group.rate())).toList();
        boolean sampled = due.contains(sampling);
        watch.begin(tick, now);
        try {
            if (sampled) {
                sample(tick, stopped);
            }
            if (!stopped.getAsBoolean()) {
                evaluate(dueGroups, tick, stopped);
            }
            // A group of a file may be due more often: no rule is in it that this is about.
            if (sampled && readable && !stopped.getAsBoolean()) {
                reach.evaluated();
            }
        } catch (Throwable ex) {
            if (!stopped.getAsBoolean()) {
                dueGroups.forEach(group -> group.fail(tick, ex));
            }
        } finally {
            watch.end();
        }
        if (!stopped.getAsBoolean()) {
            lastEvaluation = tick.time();
            metrics.record(nanoTime.getAsLong() - now);
        }
    }

    private void sample(Tick tick, BooleanSupplier stopped) {
        watch.sampled(tick);
        readable = sampler.test(tick.timestamp());
        if (!readable && !stopped.getAsBoolean()) {
            reach.withoutRegistry();
        }
    }

    private void evaluate(List<GroupRunner> dueGroups, Tick tick, BooleanSupplier stopped) {
        publisher.askAgain();
        if (readable) {
            dueGroups.forEach(group -> group.run(tick, stopped));
        }
    }
}
