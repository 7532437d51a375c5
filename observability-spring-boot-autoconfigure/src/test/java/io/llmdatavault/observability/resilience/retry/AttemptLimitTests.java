package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.llmdatavault.observability.error.TimeoutError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class AttemptLimitTests {

    private static final Duration SHORT = Duration.ofMillis(20);

    /** However long a thread is kept from running, it ends after a short one that begins with it. */
    private static final Duration LONGER = Duration.ofSeconds(1);

    private final RetryThreads thread = new RetryThreads();

    private final AttemptLimit limit = new AttemptLimit(thread);

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void interruptsTheCallingThreadAndTakesItBack() {
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            assertThat(Thread.currentThread()).isSameAs(caller);
                            return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                        },
                        SHORT,
                        "read"))
                .isInstanceOfSatisfying(TimeoutError.class, error -> {
                    assertThat(error.operation()).isEqualTo("read");
                    assertThat(error.duration()).isEqualTo(SHORT);
                    assertThat(error.retryable()).isTrue();
                    assertThat(error.getCause()).isInstanceOf(InterruptedException.class);
                });
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void takesItBackAlsoFromThoseWhoSetTheFlagAgain() {
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            try {
                                return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException ex) {
                                Thread.currentThread().interrupt();
                                throw new IOException(ex);
                            }
                        },
                        SHORT,
                        "read"))
                .isInstanceOf(TimeoutError.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void takesWhatComesLateWhenItComes() throws Exception {
        assertThat(limit.call(this::untilInterrupted, SHORT, "read")).isEqualTo("late");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leavesTheInterruptOfOthers() {
        Thread caller = Thread.currentThread();
        Callable<Object> call = () -> {
            caller.interrupt();
            throw new InterruptedException();
        };
        assertThatThrownBy(() -> limit.call(call, Duration.ofSeconds(30), "read"))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void leavesTheInterruptOfOthersThatCameBeforeItsOwn() {
        Thread caller = Thread.currentThread();
        CountDownLatch others = holdTheAlarm();
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            caller.interrupt();
                            others.countDown();
                            spinUntilTheAlarmIsOver();
                            throw new IOException();
                        },
                        SHORT,
                        "read"))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void leavesTheInterruptOfOthersAlsoWhenSomebodyTookItDown() {
        Thread caller = Thread.currentThread();
        CountDownLatch others = holdTheAlarm();
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            caller.interrupt();
                            others.countDown();
                            spinUntilTheAlarmIsOver();
                            return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                        },
                        SHORT,
                        "read"))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void endsACallAlsoWhereOneWithinItWasInterruptedBefore() {
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            assertThatThrownBy(() -> limit.call(
                                            () -> {
                                                spinUntilTheAlarmIsOver(LONGER);
                                                throw new IOException();
                                            },
                                            SHORT,
                                            "inner"))
                                    .isInstanceOf(TimeoutError.class);
                            assertThat(Thread.currentThread().isInterrupted()).isTrue();
                            return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                        },
                        LONGER,
                        "outer"))
                .isInstanceOfSatisfying(
                        TimeoutError.class,
                        error -> assertThat(error.operation()).isEqualTo("outer"));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void leavesNoInterruptOfACallWithinAnother() throws Exception {
        String result = limit.call(
                () -> {
                    limit.call(
                            () -> {
                                spinUntilTheAlarmIsOver(LONGER);
                                return "inner";
                            },
                            SHORT,
                            "inner");
                    return "outer";
                },
                LONGER,
                "outer");
        assertThat(result).isEqualTo("outer");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void neverInterruptsAfterTheCall() throws Exception {
        for (int run = 0; run < 2_000; run++) {
            // As near to each other as can be.
            limit.call(
                    () -> {
                        LockSupport.parkNanos(50_000);
                        return null;
                    },
                    Duration.ofNanos(90_000),
                    "read");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void passesOnWhatFailsInTime() {
        IOException failure = new IOException();
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            throw failure;
                        },
                        Duration.ofSeconds(30),
                        "read"))
                .isSameAs(failure);
        assertThatThrownBy(() -> limit.call(
                        () -> {
                            untilInterrupted();
                            throw new StackOverflowError();
                        },
                        SHORT,
                        "read"))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void hasNoLimitOnceItIsClosedAndLeavesNoThread() throws Exception {
        limit.call(() -> "done", SHORT, "read");
        BlockingQueue<Thread> own = new ArrayBlockingQueue<>(1);
        thread.schedule(() -> own.add(Thread.currentThread()), Duration.ZERO);
        Thread timer = own.take();
        assertThat(timer.getName()).isEqualTo("vault-retry");
        assertThat(timer.isDaemon()).isTrue();
        thread.close();
        timer.join(10_000);
        assertThat(timer.isAlive()).isFalse();
        assertThat(limit.call(() -> "done", SHORT, "read")).isEqualTo("done");
        RetryThreads neverOpened = new RetryThreads();
        neverOpened.close();
        assertThat(neverOpened.schedule(() -> {}, SHORT)).isNull();
    }

    /** This thread may be kept from running for any time: the one that looks at the clock waits as long. */
    private CountDownLatch holdTheAlarm() {
        CountDownLatch released = new CountDownLatch(1);
        thread.schedule(
                () -> {
                    try {
                        released.await();
                    } catch (InterruptedException ex) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ZERO);
        return released;
    }

    /** The one thread takes its tasks in the order of their time: what is later comes after the alarm. */
    private void spinUntilTheAlarmIsOver() {
        spinUntilTheAlarmIsOver(SHORT);
    }

    private void spinUntilTheAlarmIsOver(Duration limit) {
        AtomicBoolean over = new AtomicBoolean();
        thread.schedule(() -> over.set(true), limit.multipliedBy(2));
        while (!over.get()) {
            Thread.onSpinWait();
        }
    }

    private String untilInterrupted() {
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        return "late";
    }
}
