package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTests {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void givesAPartOfTheCalls() {
        RetryBudget budget = new RetryBudget(0.2, 0, nanos::get);
        assertThat(taken(budget, 1)).isZero();
        IntStream.range(0, 50).forEach(call -> budget.called());
        assertThat(taken(budget, 50)).isEqualTo(10);
        budget.called();
        assertThat(taken(budget, 9)).isZero();
    }

    @Test
    void givesANumberForEachSecond() {
        RetryBudget budget = new RetryBudget(0, 10, nanos::get);
        // The first second's worth at once: who has just started may retry.
        assertThat(taken(budget, 99)).isEqualTo(10);
        pass(Duration.ofMillis(999));
        assertThat(taken(budget, 99)).isZero();
        pass(Duration.ofMillis(301));
        assertThat(taken(budget, 99)).isEqualTo(3);
        pass(Duration.ofMillis(58_600));
        // What was not used is kept, of the ten seconds that are looked at: nine and what has gone by of the tenth.
        assertThat(taken(budget, 999)).isEqualTo(99);
        pass(Duration.ofMillis(100));
        assertThat(taken(budget, 99)).isZero();
        pass(Duration.ofMillis(9_900));
        assertThat(taken(budget, 999)).isEqualTo(99);
    }

    @Test
    void forgetsCallsAfterTenSeconds() {
        RetryBudget budget = new RetryBudget(1, 0, nanos::get);
        IntStream.range(0, 5).forEach(call -> budget.called());
        pass(Duration.ofSeconds(9));
        assertThat(taken(budget, 2)).isEqualTo(2);
        pass(Duration.ofSeconds(1));
        assertThat(taken(budget, 9)).isZero();
    }

    @Property(tries = 300)
    void neverGivesMoreThanItIs(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 40) Integer> callsPerStep,
            @ForAll @IntRange(max = 10) int tenths,
            @ForAll @IntRange(max = 5) int minPerSecond,
            @ForAll @IntRange(min = 1, max = 3_000) int step) {
        AtomicLong time = new AtomicLong();
        double ratio = tenths / 10.0;
        RetryBudget budget = new RetryBudget(ratio, minPerSecond, time::get);
        long retries = 0;
        long calls = 0;
        for (int callsNow : callsPerStep) {
            for (int call = 0; call < callsNow; call++) {
                budget.called();
                calls++;
                retries += taken(budget, 2);
            }
            double seconds = Math.max(1, time.get() / 1e9);
            assertThat((double) retries).isLessThanOrEqualTo(ratio * calls + minPerSecond * seconds + 1e-9);
            time.addAndGet(Duration.ofMillis(step).toNanos());
        }
    }

    @Test
    void threadsShareIt() throws Exception {
        RetryBudget budget = new RetryBudget(0.1, 0, nanos::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> taken = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                taken.add(threads.submit(() -> {
                    int count = 0;
                    for (int call = 0; call < 5_000; call++) {
                        budget.called();
                        count += taken(budget, 1);
                    }
                    return count;
                }));
            }
            int sum = 0;
            for (Future<Integer> future : taken) {
                sum += future.get();
            }
            assertThat(sum).isEqualTo(2_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int taken(RetryBudget budget, int tries) {
        return (int) IntStream.range(0, tries).filter(i -> budget.take()).count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
