package io.llmdatavault.observability.error.report;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which failures were reported, by identity and weakly, so that each is reported once. Bounded: beyond
 * {@value #CAPACITY} failures in flight the oldest are forgotten, and would be reported again.
 *
 * <p>A throwable that several requests share (the outcome of a cached future, or one that the virtual machine has
 * preallocated and that has no stack trace) fails each of them, so it is one failure per request. Outside requests it is
 * one failure for a second: long enough for the layers it passes, short enough for a job that meets it again.
 */
final class FailureMemory {

    static final int CAPACITY = 1024;

    private static final int MAX_DEPTH = 64;

    private static final long SAME_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;

    private final Map<Key, Report> reports = new LinkedHashMap<>();

    private final ReferenceQueue<Throwable> collected = new ReferenceQueue<>();

    /** With the clock to tell how long ago a failure was reported, in nanoseconds. */
    FailureMemory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Finds what was done about a failure.
     * @param failure what was caught; known when it, or one of its causes, was caught before
     * @param translation what it was translated into; known from now on, too
     * @param requestId the request of the current thread
     * @return the report of the failure, maybe a new one
     */
    synchronized Report open(Throwable failure, Throwable translation, @Nullable String requestId) {
        forgetCollected();
        Report report = find(failure, requestId);
        if (report == null) {
            report = new Report(requestId, nanoTime.getAsLong());
        }
        remember(failure, report);
        if (translation != failure) {
            remember(translation, report);
        }
        return report;
    }

    synchronized int size() {
        forgetCollected();
        return reports.size();
    }

    private @Nullable Report find(Throwable failure, @Nullable String requestId) {
        try {
            return ErrorChain.of(failure)
                    .limit(MAX_DEPTH)
                    .<Report>mapMulti((throwable, found) -> {
                        Report report = reports.get(new Key(throwable, null));
                        if (report != null && report.isOf(throwable, requestId, nanoTime.getAsLong())) {
                            found.accept(report);
                        }
                    })
                    .findFirst()
                    .orElse(null);
        } catch (RuntimeException ex) {
            // Its causes cannot be read: all that can be said is that it is not known itself.
            return null;
        }
    }

    private void remember(Throwable throwable, Report report) {
        if (reports.size() >= CAPACITY) {
            reports.remove(reports.keySet().iterator().next());
        }
        reports.put(new Key(throwable, collected), report);
    }

    private void forgetCollected() {
        for (Reference<?> key = collected.poll(); key != null; key = collected.poll()) {
            reports.remove(key);
        }
    }

    /** The parts of a report, each of which is done once. */
    enum Step {
        COUNT,
        MARK,
        LOG,
        KEEP
    }

    /** What was done about one failure. */
    static final class Report {

        private final Set<Step> done = EnumSet.noneOf(Step.class);

        private final @Nullable String requestId;

        private final long openedAt;

        Report(@Nullable String requestId, long openedAt) {
            this.requestId = requestId;
            this.openedAt = openedAt;
        }

        /** Whether the step is still to be done; from now on it is not. */
        synchronized boolean begin(Step step) {
            return done.add(step);
        }

        private boolean isOf(Throwable throwable, @Nullable String otherRequestId, long now) {
            if (requestId != null && otherRequestId != null) {
                return requestId.equals(otherRequestId);
            }
            return now - openedAt < SAME_FAILURE_NANOS && isOfOneFailure(throwable);
        }

        /** One without any stack trace may be thrown again and again; a translation has that of its cause. */
        private static boolean isOfOneFailure(Throwable throwable) {
            return ErrorChain.of(throwable).limit(MAX_DEPTH).anyMatch(cause -> cause.getStackTrace().length > 0);
        }
    }

    /** Identity: an exception may override {@code equals}. */
    private static final class Key extends WeakReference<Throwable> {

        private final int hash;

        Key(Throwable throwable, @Nullable ReferenceQueue<? super Throwable> queue) {
            super(throwable, queue);
            this.hash = System.identityHashCode(throwable);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            Throwable throwable = get();
            return other instanceof Key key && throwable != null && throwable == key.get();
        }
    }
}
