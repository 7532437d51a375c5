package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.retry.backoff.Sleeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpringRetryExecutorTests {

    private static final Callable<String> NEVER = () -> {
        throw new AssertionError("Not to be called");
    };

    private final List<Long> sleeps = new ArrayList<>();

    private final RetryExecutor executor = executor(sleeps::add);

    @Test
    void returnsAtOnceWhatSucceeds() throws Exception {
        assertThat(executor.execute("default", () -> "done")).isEqualTo("done");
        assertThat(sleeps).isEmpty();
    }

    @Test
    void succeedsOnTheThirdAttempt() throws Exception {
        Flaky call = new Flaky(2);
        assertThat(executor.execute("default", call)).isEqualTo("done after 3");
        assertThat(sleeps).containsExactly(100L, 200L);
    }

    @Test
    void throwsTheLastFailureAsItIsWithTheEarlierOnesInIt() {
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> executor.execute("default", call))
                .isSameAs(call.failures.get(2))
                .hasNoCause()
                .satisfies(last -> assertThat(last.getSuppressed()).containsExactly(call.failures.get(1)));
        assertThat(call.failures.get(1).getSuppressed()).containsExactly(call.failures.get(0));
        assertThat(call.failures).hasSize(3);
        assertThat(call.failures.get(0)).isInstanceOf(IOException.class);
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
    void doesNotRetryWhatIsNotRetryable() {
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> executor.execute("default", () -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(calls).hasValue(1);
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
                .isInstanceOf(IllegalStateException.class);
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
        RetryExecutor interrupted = executor(millis -> {
            throw new InterruptedException();
        });
        Flaky call = new Flaky(9);
        assertThatThrownBy(() -> interrupted.execute("default", call)).isSameAs(call.failures.get(0));
        assertThat(call.failures).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
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
                        .retryIf(failure -> true, executor.policy("quick"))
                        .orDefaultIf(failure -> true, "failed")
                        .orDefaultIf(failure -> true, "failed"))
                .isNotNull();
        assertThat(call.failures).hasSize(1);
    }

    @Test
    void countsWhatBecameOfEachCall() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        RetryExecutor counting = executor(millis -> {}, RetryMetrics.in(registry));
        counting.execute("default", "read", () -> "done");
        counting.execute("default", "read", new Flaky(2));
        assertThatThrownBy(() -> counting.execute("default", "read", new Flaky(9)));
        assertThatThrownBy(() -> counting.execute("default", "read", () -> {
            throw new IllegalStateException();
        }));
        counting.execute("default", () -> "done");

        assertThat(RetryMetrics.counts(registry))
                .isEqualTo(Map.of("read success", 2, "read retried", 4, "read exhausted", 1, "UNKNOWN success", 1));
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int failures = i % 4;
                results.add(threads.submit(() -> {
                    try {
                        return executor(millis -> {}).execute("default", new Flaky(failures));
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

    private static RetryExecutor executor(Sleeper sleeper) {
        return executor(
                sleeper,
                new OutcomeCounter(
                        new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class),
                        "vault_retry_attempts_total"));
    }

    private static RetryExecutor executor(Sleeper sleeper, OutcomeCounter outcomes) {
        Map<String, RetrySettings> settings = Map.of(
                "default", new RetrySettings("x.", 3, Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0),
                "quick", new RetrySettings("x.", 2, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0));
        return new SpringRetryExecutor(settings, SpringRetryExecutorTests::translate, outcomes, sleeper);
    }

    private static VaultError translate(Throwable failure) {
        return failure instanceof IOException
                ? NetworkError.builder("reset").retryable(true).build()
                : InternalServerError.builder("unknown").build();
    }

    /** Fails a number of times, each time with another exception. */
    private static final class Flaky implements Callable<String> {

        private final List<IOException> failures = new ArrayList<>();

        private final int count;

        Flaky(int count) {
            this.count = count;
        }

        @Override
        public String call() throws IOException {
            if (failures.size() < count) {
                IOException failure = new IOException("failure " + failures.size());
                failures.add(failure);
                throw failure;
            }
            return "done after " + (failures.size() + 1);
        }
    }
}
