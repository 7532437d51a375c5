package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.resilience.retry.RetryFixture.Flaky;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
class BlockingRetryTests {

    private static final Callable<String> NEVER = () -> {
        throw new AssertionError("Not to be called");
    };

    private final RetryFixture fixture = new RetryFixture();

    private final RetryExecutor executor = fixture.executor();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void returnsAtOnceWhatSucceeds() throws Exception {
        assertThat(executor.execute("default", () -> "done")).isEqualTo("done");
        assertThat(fixture.sleeps).isEmpty();
        assertThat(fixture.events).isEmpty();
    }

    @Test
    void retriesWhatWasInterruptedForItsTime() throws Exception {
        DefaultRetryExecutor hasty = fixture.executor(RetryFixture.numbers().withAttemptTimeout(Duration.ofMillis(20)));
        AtomicInteger attempts = new AtomicInteger();
        assertThat(hasty.execute("default", () -> {
                    if (attempts.incrementAndGet() < 3) {
                        new CountDownLatch(1).await();
                    }
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void succeedsOnTheThirdAttempt() throws Exception {
        Flaky call = new Flaky(2);
        assertThat(executor.execute("default", "read", call)).isEqualTo("done after 3");
        assertThat(fixture.sleeps).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(fixture.events)
                .containsExactly(
                        new RetryEvent(
                                "default",
                                "read",
                                1,
                                RetryOutcome.RETRIED,
                                Duration.ofMillis(100),
                                call.failures.get(0)),
                        new RetryEvent(
                                "default",
                                "read",
                                2,
                                RetryOutcome.RETRIED,
                                Duration.ofMillis(200),
                                call.failures.get(1)),
                        new RetryEvent("default", "read", 3, RetryOutcome.SUCCESS, null, null));
    }

    @Test
    void throwsTheLastFailureAsItIsWithTheEarlierOnesInIt() {
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> executor.execute("default", call))
                .isSameAs(call.failures.get(2))
                .hasNoCause()
                .satisfies(last ->
                        assertThat(last.getSuppressed()).containsExactly(call.failures.get(0), call.failures.get(1)));
        assertThat(call.failures).hasSize(3);
        assertThat(call.failures.get(1).getSuppressed()).isEmpty();
    }

    @Test
    void doesNotSuppressAFailureInItself() {
        IOException always = new IOException();
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    throw always;
                }))
                .isSameAs(always)
                .hasNoSuppressedExceptions();
    }

    @Test
    void keepsTheLastTenOfTheEarlierFailures() {
        RetryExecutor patient = fixture.executor(RetryFixture.numbers().withAttempts(500));
        Flaky call = new Flaky(999);
        assertThatThrownBy(() -> patient.execute("default", call))
                .satisfies(last ->
                        assertThat(last.getSuppressed()).containsExactlyElementsOf(call.failures.subList(489, 499)));
    }

    @Test
    void aFailureThatIsThrownAgainAndAgainDoesNotGrow() {
        IOException shared = new IOException("the same each time");
        for (int call = 0; call < 20; call++) {
            AtomicInteger attempts = new AtomicInteger();
            assertThatThrownBy(() -> executor.execute("default", () -> {
                        throw attempts.incrementAndGet() < 3 ? new IOException() : shared;
                    }))
                    .isSameAs(shared);
        }
        assertThat(shared.getSuppressed()).hasSize(10);
    }

    @Test
    void doesNotRetryWhatIsNotRetryable() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(calls).hasValue(1);
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.NOT_RETRYABLE);
    }

    @Test
    void stopsWithWhatIsNotRetryableAnyMore() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IOException();
                    }
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(last -> assertThat(last.getSuppressed()).hasSize(1));
        assertThat(calls).hasValue(2);
    }

    @Test
    void neverCatchesAnError() {
        assertThatThrownBy(() -> executor.execute("default", NEVER)).isInstanceOf(AssertionError.class);
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IOException();
                    }
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void anInterruptEndsTheWaitingWithTheFailure() {
        RetryExecutor interrupted = fixture.executor(RetryFixture.numbers(), delay -> {
            throw new InterruptedException();
        });
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> interrupted.execute("default", call)).isSameAs(call.failures.get(0));
        assertThat(call.failures).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void comesBackWhenTheFailureAsksForIt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        RateLimitError later = RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 5)
                .retryAfter(Duration.ofSeconds(7))
                .build();
        String result = executor.execute("default", () -> {
            if (calls.incrementAndGet() == 1) {
                throw later;
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(fixture.sleeps).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void neverSleepsPastTheDeadline() {
        RetryExecutor hasty =
                fixture.executor(RetryFixture.numbers().withAttempts(9).withMaxDuration(Duration.ofMillis(750)));
        Flaky call = new Flaky(99);
        // 100, 200 and 400 ms are 700: the next 800 would be too many.
        assertThatThrownBy(() -> hasty.execute("default", call)).isSameAs(call.failures.get(3));
        assertThat(fixture.sleeps).hasSize(3);
        assertThat(fixture.outcomes()).endsWith(RetryOutcome.EXHAUSTED);
    }

    @Test
    void retriesWhatIsNotWantedAndReturnsItInTheEnd() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        assertThat(executor.execute("default", "poll", calls::incrementAndGet, count -> count < 2))
                .isEqualTo(2);
        calls.set(0);
        assertThat(executor.execute("default", "poll", calls::incrementAndGet, count -> true))
                .isEqualTo(3);
        assertThat(fixture.outcomes())
                .containsExactly(
                        RetryOutcome.RETRIED,
                        RetryOutcome.SUCCESS,
                        RetryOutcome.RETRIED,
                        RetryOutcome.RETRIED,
                        RetryOutcome.EXHAUSTED);
    }

    @Test
    void failsFastWhenTheBudgetIsUsedUp() {
        RetryExecutor poor = fixture.executor(RetryFixture.numbers().withBudget(0, 1));
        // One retry in the first second.
        assertThatThrownBy(() -> poor.execute("default", new Flaky(9)))
                .isInstanceOf(IOException.class)
                .satisfies(last -> assertThat(last.getSuppressed()).hasSize(1));
        Flaky next = new Flaky(9);
        assertThatThrownBy(() -> poor.execute("default", next)).isSameAs(next.failures.get(0));
        assertThat(next.failures).hasSize(1);
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.RETRIED, RetryOutcome.BUDGET, RetryOutcome.BUDGET);
    }

    @Test
    void doesNotWaitOnAThreadThatServesOthers(CapturedOutput output) {
        fixture.mustNotWait = true;
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(output).doesNotContain("must not wait");
        Flaky call = new Flaky(1);
        assertThatThrownBy(() -> executor.execute("default", call)).isSameAs(call.failures.get(0));
        assertThatThrownBy(() -> executor.execute("default", new Flaky(1)));
        assertThat(fixture.sleeps).isEmpty();
        assertThat(output).containsOnlyOnce("must not wait");
    }

    @Test
    void doesNotWaitForAnotherResultOnAThreadThatServesOthers(CapturedOutput output) throws Exception {
        fixture.mustNotWait = true;
        assertThat(executor.execute("default", "poll", () -> 1, result -> true)).isEqualTo(1);
        assertThat(fixture.sleeps).isEmpty();
        assertThat(fixture.outcomes()).containsExactly(RetryOutcome.NOT_RETRYABLE);
        assertThat(output).containsOnlyOnce("must not wait");
    }

    @Test
    void beginsNothingWhenItIsWokenTooLate() {
        DefaultRetryExecutor late = fixture.executor(
                RetryFixture.numbers().withMaxDuration(Duration.ofSeconds(1)),
                delay -> fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos()));
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> late.execute("default", call)).isSameAs(call.failures.get(0));
        assertThat(call.failures).hasSize(1);
    }

    @Test
    void aListenerThatFailsChangesNothing(CapturedOutput output) throws Exception {
        RetryListener broken = event -> {
            throw new IllegalStateException("broken listener");
        };
        List<RetryEvent> heard = new ArrayList<>();
        Retry.Surroundings surroundings = new Retry.Surroundings(
                RetryMetrics.in(new SimpleMeterRegistry()), List.of(broken, heard::add), System::nanoTime);
        Retry retry = new Retry(((DefaultRetryExecutor) executor).policy("default"), "read", surroundings);
        BlockingRetry blocking = ((DefaultRetryExecutor) executor).blocking();
        assertThat(blocking.call(retry, new Flaky(2), null)).isEqualTo("done after 3");
        assertThat(heard).hasSize(3);
        assertThat(output).containsOnlyOnce("A retry listener failed; this is said once");
    }

    @Test
    void namesThePoliciesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> executor.execute("defualt", NEVER))
                .withMessage("There is no retry policy \"defualt\"; there are default, quick");
        assertThatIllegalArgumentException().isThrownBy(() -> executor.policy("x"));
    }

    @Test
    void policyServesAttempts() {
        Flaky call = new Flaky(1);
        assertThat(Attempt.of(call)
                        .retryIf(
                                failure -> true,
                                (attempts, failure) -> executor.policy("quick")
                                        .delayAfter(attempts, failure)
                                        .map(delay -> Duration.ofMillis(1)))
                        .orDefaultIf(failure -> true, "failed")
                        .get())
                .isEqualTo("done after 2");
    }

    @Test
    void countsWhatBecameOfEachCall() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (RetryFixture counted = new RetryFixture(RetryMetrics.in(registry))) {
            RetryExecutor counting = counted.executor();
            counting.execute("default", "read", () -> "done");
            counting.execute("default", "read", new Flaky(2));
            assertThatThrownBy(() -> counting.execute("default", "read", new Flaky(9)));
            assertThatThrownBy(() -> counting.execute("default", "read", () -> {
                throw new IllegalStateException();
            }));
            counting.execute("default", () -> "done");
            assertThatThrownBy(() ->
                    counted.executor(RetryFixture.numbers().withBudget(0, 0)).execute("default", "read", new Flaky(9)));
        }
        assertThat(RetryMetrics.counts(registry))
                .isEqualTo(Map.of(
                        "read success", 2,
                        "read retried", 4,
                        "read exhausted", 1,
                        "read budget", 1,
                        "UNKNOWN success", 1));
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        RetryExecutor shared = fixture.executor(RetryFixture.numbers(), delay -> {});
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int failures = i % 4;
                results.add(threads.submit(() -> {
                    try {
                        return shared.execute("default", new Flaky(failures));
                    } catch (IOException ex) {
                        return "failed";
                    }
                }));
            }
            for (int i = 0; i < 400; i++) {
                assertThat(results.get(i).get()).isEqualTo(i % 4 == 3 ? "failed" : "done after " + (i % 4 + 1));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
