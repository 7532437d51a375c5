package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.TimeoutError;

/**
 * Runs a call on the calling thread, which is interrupted when it takes too long: transaction, security context and
 * logging context stay where they are. The interrupt is taken back afterwards; one that somebody else sent is not.
 */
final class AttemptLimit {

    private final RetryThread thread;

    AttemptLimit(RetryThread thread) {
        this.thread = thread;
    }

    /**
     * Runs a call.
     * @param limit the longest time
     * @param operation what is being done, for the error
     * @throws TimeoutError when the call failed after it had been interrupted for its time, and by nobody else before;
     * what it threw is the cause
     */
    <T> T call(Callable<T> call, Duration limit, String operation) throws Exception {
        Watch watch = new Watch(Thread.currentThread());
        Future<?> alarm = thread.schedule(watch, limit);
        if (alarm == null) {
            return call.call();
        }
        try {
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
            alarm.cancel(false);
        }
    }

    /** Interrupts a thread, but never after its call has ended. */
    private static final class Watch extends AtomicInteger implements Runnable {

        private static final long serialVersionUID = 1L;

        private static final int RUNNING = 0;

        private static final int INTERRUPTING = 1;

        private static final int INTERRUPTED = 2;

        private static final int ENDED = 3;

        private final transient Thread thread;

        private transient boolean wasInterrupted;

        Watch(Thread thread) {
            super(RUNNING);
            this.thread = thread;
        }

        @Override
        public void run() {
            if (compareAndSet(RUNNING, INTERRUPTING)) {
                wasInterrupted = thread.isInterrupted();
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
            return true;
        }
    }
}
