package io.llmdatavault.observability.alert.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices that an evaluation hangs, or that all come late. Written by the thread that evaluates, read by all. */
final class EvaluationWatch {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce stuck =
            new WarnOnce(logger, "No alert rule is evaluated: an evaluation has not ended for three intervals");

    private final AtomicBoolean slow = new AtomicBoolean();

    private final Duration interval;

    private final long longestGap;

    private final LongSupplier nanoTime;

    private volatile @Nullable Running running;

    private @Nullable Tick previous;

    private boolean previousWasLate;

    EvaluationWatch(Duration interval, Duration longestGap, LongSupplier nanoTime) {
        this.interval = interval;
        this.longestGap = longestGap.toNanos();
        this.nanoTime = nanoTime;
    }

    void begin(Tick tick, long now) {
        running = new Running(tick, now, Thread.currentThread());
    }

    void end() {
        running = null;
    }

    /** Two in a row, because one alone comes from a pause of the whole process. */
    void sampled(Tick now) {
        boolean late = previous != null && now.nanos() - previous.nanos() > longestGap;
        previous = now;
        if (late && previousWasLate && slow.compareAndSet(false, true)) {
            logger.warn(
                    "Evaluations of alert rules are more than three intervals apart, which is {}; set {} to more;"
                            + " this is said once",
                    interval,
                    "vault.observability.alerts.interval");
        }
        previousWasLate = late;
    }

    boolean isStalled() {
        return stalled() != null;
    }

    private @Nullable Running stalled() {
        Running evaluation = running;
        return evaluation != null && nanoTime.getAsLong() - evaluation.began() > longestGap ? evaluation : null;
    }

    /** Warns of an evaluation that hangs, with what it is doing. */
    void warnWhenStalled() {
        Running evaluation = stalled();
        if (evaluation != null) {
            IllegalStateException where = new IllegalStateException(
                    "The evaluation of " + evaluation.tick().time() + " is here");
            where.setStackTrace(evaluation.thread().getStackTrace());
            stuck.warn(where);
        }
    }

    /**
     * An evaluation that has not ended.
     *
     * @param tick its time
     * @param began when it began
     * @param thread what it runs on
     */
    private record Running(Tick tick, long began, Thread thread) {}
}
