package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.error.TimeoutError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class StageRetryTests {

    private final RetryFixture fixture = new RetryFixture();

    private final DefaultRetryExecutor executor = fixture.executor();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void returnsWhatSucceedsWithoutAThreadInBetween() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        assertThat(executor.executeAsync("default", "read", () -> done)).isCompletedWithValue("done");
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void triesAgainWhatFailsAfterItHasReturned() throws Exception {
        Flaky call = new Flaky(2);
        assertThat(executor.executeAsync("default", "read", call).get()).isEqualTo("done after 3");
        assertThat(fixture.outcomes())
                .containsExactly(RetryOutcome.RETRIED, RetryOutcome.RETRIED, RetryOutcome.SUCCESS);
    }

    @Test
    void failsWithTheLastFailureAsItIsWithTheEarlierOnesInIt() {
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> executor.executeAsync("default", "read", call).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isSameAs(call.failures.get(2))
                .satisfies(last ->
                        assertThat(last.getSuppressed()).containsExactly(call.failures.get(0), call.failures.get(1)));
    }

    @Test
    void triesAgainWhatFailsBeforeItReturns() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Supplier<CompletionStage<String>> call = () -> {
            if (calls.incrementAndGet() == 1) {
                throw io.llmdatavault.observability.error.NetworkError.builder("reset")
                        .retryable(true)
                        .build();
            }
            return CompletableFuture.completedFuture("done");
        };
        assertThat(executor.executeAsync("default", "read", call).get()).isEqualTo("done");
    }

    @Test
    void passesOnErrorsAndWhatIsNotRetryable() {
        assertThat(executor.executeAsync(
                        "default",
                        "read",
                        () -> CompletableFuture.failedFuture(new CompletionException(new StackOverflowError()))))
                .isCompletedExceptionally();
        assertThat(executor.executeAsync(
                        "default", "read", () -> CompletableFuture.failedFuture(new IllegalStateException())))
                .isCompletedExceptionally();
        assertThat(executor.executeAsync("default", "read", () -> {
                    throw new StackOverflowError();
                }))
                .isCompletedExceptionally();
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.NOT_RETRYABLE);
    }

    /** An attempt that nobody begins within the time of one is given up. */
    @Test
    void cancelsAnAttemptThatTakesTooLong() throws Exception {
        DefaultRetryExecutor hasty =
                fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(500)));
        List<CompletableFuture<String>> attempts = new CopyOnWriteArrayList<>();
        CompletableFuture<String> result = hasty.executeAsync("quick", "read", () -> {
            CompletableFuture<String> attempt = new CompletableFuture<>();
            attempts.add(attempt);
            return attempt;
        });
        assertThatThrownBy(result::get).cause().isInstanceOfSatisfying(TimeoutError.class, error -> {
            assertThat(error.operation()).isEqualTo("read");
            assertThat(error.getSuppressed()).hasSize(1);
        });
        assertThat(attempts).hasSize(2).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void failsAlsoWhereNobodyRunsWhatFollows() {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(30)));
        assertThatThrownBy(() -> full().call(hasty.find("quick", "read"), CompletableFuture<String>::new, null)
                        .get())
                .hasCauseInstanceOf(TimeoutError.class);
        assertThat(executor.executeAsync("default", "read", () -> null)).isCompletedExceptionally();
    }

    @Test
    void whatIsLateIsCancelledAndCountedAlsoWhereNobodyTakesIt() {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(30)));
        CompletableFuture<String> attempt = new CompletableFuture<>();
        CompletableFuture<String> result = full().call(hasty.find("quick", "read"), () -> attempt, null);
        assertThatThrownBy(result::get).hasCauseInstanceOf(TimeoutError.class);
        assertThat(attempt).isCancelled();
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.RETRIED);
    }

    @Test
    void nothingOfTheApplicationsRunsOnTheThreadThatLooksAtTheClock() throws Exception {
        List<String> threads = new CopyOnWriteArrayList<>();
        Flaky call = new Flaky(2);
        // The executor of the fixture runs what it is given where it is, as one that is full with CallerRunsPolicy.
        executor.executeAsync("default", "read", () -> {
                    threads.add(Thread.currentThread().getName());
                    return call.get();
                })
                .get();
        CountDownLatch told = new CountDownLatch(1);
        full().call(executor.find("default", "read"), new Flaky(9), null).whenComplete((value, failure) -> {
            threads.add(Thread.currentThread().getName());
            told.countDown();
        });
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(4).doesNotContain("vault-retry", "vault-retry-hand-over");
    }

    @Test
    void givesUpWhenNobodyBeginsTheNextAttempt() {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(30)));
        List<Runnable> queue = new CopyOnWriteArrayList<>();
        StageRetry stages = new StageRetry(fixture.thread, () -> queue::add, UnaryOperator::identity);
        // What hangs is cancelled although nobody takes tasks, as when all are busy with waiting for it.
        CompletableFuture<String> attempt = new CompletableFuture<>();
        CompletableFuture<String> hanging = stages.call(hasty.find("default", "read"), () -> attempt, null);
        Flaky call = new Flaky(9);
        CompletableFuture<String> failing = stages.call(hasty.find("default", "read"), call, null);
        assertThatThrownBy(hanging::get).hasCauseInstanceOf(TimeoutError.class);
        assertThat(attempt).isCancelled();
        assertThatThrownBy(failing::get).cause().isSameAs(call.failures.get(0));
        // Too late.
        queue.forEach(Runnable::run);
        assertThat(call.failures).hasSize(1);
    }

    @Test
    void beginsNoAttemptForWhichThereIsNoTime() throws Exception {
        DefaultRetryExecutor bounded = fixture.executor(RetryFixture.numbers().withMaxDuration(Duration.ofMinutes(1)));
        BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        StageRetry stages = new StageRetry(fixture.thread, () -> queue::add, UnaryOperator::identity);
        Flaky call = new Flaky(9);
        CompletableFuture<String> result = stages.call(bounded.find("default", "read"), call, null);
        Runnable next = queue.take();
        fixture.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        next.run();
        assertThatThrownBy(result::get).cause().isSameAs(call.failures.get(0));
        assertThat(call.failures).hasSize(1);
    }

    @Test
    void whoMakesItWaitKeepsNobodyElseWaiting() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        StageRetry stages = new StageRetry(
                fixture.thread,
                () -> task -> {
                    asked.countDown();
                    await(released);
                    task.run();
                },
                UnaryOperator::identity);
        CompletableFuture<String> result = stages.call(executor.find("default", "read"), new Flaky(1), null);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch clock = new CountDownLatch(1);
        fixture.thread.schedule(clock::countDown, Duration.ZERO);
        assertThat(clock.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(result).isNotDone();
        released.countDown();
        assertThat(result.get()).isEqualTo("done after 2");
    }

    @Test
    void whatAListenerThrowsReachesTheCaller() {
        RetryListener broken = event -> {
            throw new NoClassDefFoundError("of a listener");
        };
        Retry.Surroundings surroundings =
                new Retry.Surroundings(RetryMetrics.in(new SimpleMeterRegistry()), List.of(broken), System::nanoTime);
        Retry retry = new Retry(executor.policy("default"), "read", surroundings);
        assertThatThrownBy(
                        () -> executor.stages().call(retry, new Flaky(9), null).get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> executor.stages()
                        .call(retry, () -> CompletableFuture.completedFuture(1), count -> true)
                        .get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void growsNotWithTheAttempts() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        CompletableFuture<String> result = executor.executeAsync("default", "read", () -> {
            if (attempts.incrementAndGet() < 3) {
                return CompletableFuture.failedFuture(new IOException());
            }
            third.countDown();
            return new CompletableFuture<>();
        });
        assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(result.getNumberOfDependents()).isEqualTo(1);
    }

    @Test
    void cancelsTheAttemptWhenNobodyWaitsAnyMore() {
        CompletableFuture<String> attempt = new CompletableFuture<>();
        CompletableFuture<String> result = executor.executeAsync("default", "read", () -> attempt);
        result.cancel(true);
        assertThat(attempt).isCancelled();
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void startsNoFurtherAttemptWhenNobodyWaitsAnyMore() throws Exception {
        // No attempt starts before the cancellation, however long this thread is kept from running.
        CountDownLatch cancelled = new CountDownLatch(1);
        fixture.thread.schedule(() -> await(cancelled), Duration.ZERO);
        List<Runnable> begun = new CopyOnWriteArrayList<>();
        StageRetry stages = new StageRetry(fixture.thread, () -> begun::add, UnaryOperator::identity);
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<String> result = stages.call(
                executor.find("default", "read"),
                () -> {
                    calls.incrementAndGet();
                    return CompletableFuture.failedFuture(new IOException());
                },
                null);
        assertThat(result).isNotDone();
        result.cancel(true);
        cancelled.countDown();
        assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
        // The one thread takes its tasks in the order of their time: this one comes after an attempt 100 ms later.
        CountDownLatch later = new CountDownLatch(1);
        fixture.thread.schedule(later::countDown, Duration.ofMillis(101));
        assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).isEmpty();
        assertThat(calls).hasValue(1);
    }

    @Test
    void whoWaitsWhenTheApplicationStopsGetsTheLastFailure() {
        DefaultRetryExecutor slow = fixture.executor(RetryFixture.numbers().withBackoff(Duration.ofHours(1)));
        Flaky call = new Flaky(9);
        CompletableFuture<String> result = slow.executeAsync("default", "read", call);
        assertThat(result).isNotDone();
        slow.close();
        assertThatThrownBy(result::get).cause().isSameAs(call.failures.get(0));
        Flaky afterwards = new Flaky(9);
        assertThatThrownBy(
                        () -> slow.executeAsync("default", "read", afterwards).get())
                .cause()
                .isSameAs(afterwards.failures.get(0));
    }

    @Test
    void retriesWhatIsNotWanted() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Retry retry = executor.find("default", "poll");
        Supplier<CompletableFuture<Integer>> call = () -> CompletableFuture.completedFuture(calls.incrementAndGet());
        assertThat(executor.stages().call(retry, call, count -> count < 2).get())
                .isEqualTo(2);
        assertThat(executor.stages().call(retry, call, count -> true).get()).isEqualTo(5);
        assertThatThrownBy(() -> executor.stages()
                        .call(retry, call, count -> {
                            throw new IllegalStateException("wrong predicate");
                        })
                        .get())
                .hasRootCauseMessage("wrong predicate");
    }

    @Test
    void runsFurtherAttemptsWhereTheApplicationSaysWithWhatTheFirstThreadKnew() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "of-the-application"));
        ThreadLocal<String> known = new ThreadLocal<>();
        try {
            StageRetry stages = new StageRetry(fixture.thread, () -> pool, () -> {
                String value = known.get();
                return task -> () -> {
                    known.set(value);
                    task.run();
                };
            });
            known.set("request-1");
            List<String> seen = new CopyOnWriteArrayList<>();
            Flaky call = new Flaky(1);
            stages.call(
                            executor.find("default", "read"),
                            () -> {
                                seen.add(Thread.currentThread().getName() + " " + known.get());
                                return call.get();
                            },
                            null)
                    .get();
            assertThat(seen)
                    .containsExactly(Thread.currentThread().getName() + " request-1", "of-the-application request-1");
        } finally {
            pool.shutdownNow();
            known.remove();
        }
    }

    /** An executor that takes nothing. */
    private StageRetry full() {
        return new StageRetry(
                fixture.thread,
                () -> task -> {
                    throw new RejectedExecutionException();
                },
                UnaryOperator::identity);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails a number of times after it has returned. */
    private static final class Flaky implements Supplier<CompletionStage<String>> {

        private final List<IOException> failures = new CopyOnWriteArrayList<>();

        private final int count;

        Flaky(int count) {
            this.count = count;
        }

        @Override
        public CompletionStage<String> get() {
            if (failures.size() < count) {
                IOException failure = new IOException("failure " + failures.size());
                failures.add(failure);
                return CompletableFuture.supplyAsync(() -> {
                    throw new CompletionException(failure);
                });
            }
            return CompletableFuture.completedFuture("done after " + (failures.size() + 1));
        }
    }
}
