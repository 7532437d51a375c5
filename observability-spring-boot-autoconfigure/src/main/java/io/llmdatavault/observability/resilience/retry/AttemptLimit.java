package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.TimeoutError;
import org.jspecify.annotations.Nullable;

/**
 * Runs a call on the calling thread, which is interrupted when it takes too long: transaction, security context and
 * logging context stay where they are. The interrupt is taken back afterwards; one that somebody else sent is not.
 */
final class AttemptLimit {

    /** Of the calls of a thread that are within one another. */
    private static final ThreadLocal<@Nullable Watch> INNERMOST = new ThreadLocal<>();

    private final RetryThreads threads;

    AttemptLimit(RetryThreads threads) {
        this.threads = threads;
    }

    /**
     * Runs a call.
     * @param limit the longest time
     * @param operation what is being done, for the error
     * @throws TimeoutError when the call failed after it had been interrupted for its time, and by nobody else before;
     * what it threw is the cause
     */
    <T> T call(Callable<T> call, Duration limit, String operation) throws Exception {
        Watch outer = INNERMOST.get();
        Watch watch = new Watch(Thread.currentThread(), outer);
        // Before its alarm: the one around it is to know whose interrupt it sees.
        begin(watch, outer);
        Future<?> alarm = null;
        try {
            alarm = threads.schedule(watch, limit);
            T result = call.call();
            // Late is better than never: it has been done, and to do it again would be worse.
            watch.end();
            return result;
        } catch (Exception ex) {
            if (watch.end()) {
                throw TimeoutError.builder(operation, limit).cause(ex).build();
            }
            throw ex;
        } catch (Error ex) {
            watch.end();
            throw ex;
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
            leave(outer);
        }
    }

    private static void begin(Watch watch, @Nullable Watch outer) {
        INNERMOST.set(watch);
        if (outer != null) {
            outer.inner = watch;
        }
    }

    private static void leave(@Nullable Watch outer) {
        if (outer != null) {
            outer.inner = null;
        }
        // Not removed where there is none: each call would make a new weak reference.
        INNERMOST.set(outer);
    }

    /** Interrupts a thread, but never after its call has ended. */
    private static final class Watch extends AtomicInteger implements Runnable {

        private static final long serialVersionUID = 1L;

        private static final int RUNNING = 0;

        private static final int INTERRUPTING = 1;

        private static final int INTERRUPTED = 2;

        private static final int ENDED = 3;

        private final transient Thread thread;

        private final transient @Nullable Watch outer;

        /** The next one within this call. */
        private transient volatile @Nullable Watch inner;

        /** By somebody else than a watch. */
        private transient boolean wasInterrupted;

        Watch(Thread thread, @Nullable Watch outer) {
            super(RUNNING);
            this.thread = thread;
            this.outer = outer;
        }

        @Override
        public void run() {
            if (compareAndSet(RUNNING, INTERRUPTING)) {
                // First: the inner call takes its interrupt back when it ends.
                Watch sender = interruptedInner();
                wasInterrupted = sender != null ? sender.wasInterrupted : thread.isInterrupted();
                thread.interrupt();
                set(INTERRUPTED);
            }
        }

        /** Returns whether the thread was interrupted by us alone. */
        boolean end() {
            if (compareAndSet(RUNNING, ENDED)) {
                return false;
            }
            while (get() != INTERRUPTED) {
                Thread.onSpinWait();
            }
            if (wasInterrupted) {
                // Whoever noticed may have taken the flag down: it is the other one's, and must reach the caller.
                thread.interrupt();
                return false;
            }
            Thread.interrupted();
            if (isOuterInterrupted()) {
                // There is one flag for all: the outer call is to end as well.
                thread.interrupt();
            }
            return true;
        }

        /** One thread runs all watches, so that none of them is at it meanwhile. */
        private @Nullable Watch interruptedInner() {
            for (Watch watch = inner; watch != null; watch = watch.inner) {
                if (watch.get() == INTERRUPTED) {
                    return watch;
                }
            }
            return null;
        }

        private boolean isOuterInterrupted() {
            for (Watch watch = outer; watch != null; watch = watch.outer) {
                while (watch.get() == INTERRUPTING) {
                    Thread.onSpinWait();
                }
                if (watch.get() == INTERRUPTED) {
                    return true;
                }
            }
            return false;
        }
    }
}
