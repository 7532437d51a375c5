package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What every counter of time windows does, wherever it counts. */
abstract class PermitCounterContract {

    private PermitCounter counter;

    /** How long a window is: short where time is real. */
    abstract Duration window();

    /** The counters, of which each call gives one that knows no key yet. */
    abstract PermitCounter create(Duration window);

    /** Lets time go by. */
    abstract void pass(Duration time) throws InterruptedException;

    @BeforeEach
    final void create() {
        counter = create(window());
    }

    @AfterEach
    final void close() {
        counter.close();
    }

    @Test
    void countsUpToTheLimitAndSaysHowItStands() {
        assertCount(counter.take("alice", 1, 3), true, 1);
        assertCount(counter.take("alice", 2, 3), true, 3);
        assertCount(counter.take("alice", 1, 3), false, 3);
    }

    @Test
    void takesAllOrNone() {
        assertCount(counter.take("alice", 2, 3), true, 2);
        assertCount(counter.take("alice", 2, 3), false, 2);
        assertCount(counter.take("alice", 1, 3), true, 3);
    }

    @Test
    void allPermitsAreThereAgainWhenTheWindowEnds() throws InterruptedException {
        Count last = counter.take("alice", 3, 3);
        pass(Duration.ofNanos(last.nanosToReset()).minus(window().dividedBy(4)));
        Count early = counter.take("alice", 1, 3);
        assertCount(early, false, 3);
        pass(Duration.ofNanos(early.nanosToReset()));
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("alice", 1, 3), false, 3);
    }

    @Test
    void theWindowBeginsWithTheFirstCallOfTheKey() throws InterruptedException {
        long first = counter.take("alice", 1, 3).nanosToReset();
        assertThat(first).isGreaterThan(window().multipliedBy(9).dividedBy(10).toNanos());
        pass(window().dividedBy(2));
        assertThat(counter.take("alice", 1, 3).nanosToReset())
                .isBetween(1L, window().dividedBy(2).toNanos());
        assertThat(counter.take("bob", 1, 3).nanosToReset())
                .isGreaterThan(window().multipliedBy(9).dividedBy(10).toNanos());
    }

    @Test
    void savesNothingUp() throws InterruptedException {
        counter.take("alice", 1, 3);
        pass(window().multipliedBy(3).plus(window().dividedBy(2)));
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("alice", 1, 3), false, 3);
    }

    @Test
    void countsEachKeyByItself() {
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("bob", 1, 3), true, 1);
        assertCount(counter.take("", 2, 3), true, 2);
        assertCount(counter.take("", 2, 3), false, 2);
    }

    @Test
    void eachKeyMayHaveALimitOfItsOwn() {
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("gold", 4, 1000), true, 4);
        assertCount(counter.take("gold", 996, 1000), true, 1000);
        assertCount(counter.take("gold", 1, 1000), false, 1000);
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        counter.take("alice", 1, 3);
        counter.take("alice", 2, 3);
        counter.giveBack("alice", 2, 3);
        assertCount(counter.take("alice", 2, 3), true, 3);
        assertCount(counter.take("alice", 1, 3), false, 3);
    }

    @Test
    void givingBackMakesNoPermits() {
        counter.giveBack("alice", 2, 3);
        counter.take("bob", 1, 3);
        counter.giveBack("bob", 1, 3);
        counter.giveBack("bob", 1, 3);
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("bob", 3, 3), true, 3);
        assertCount(counter.take("bob", 1, 3), false, 3);
    }

    @Test
    void aChangedLimitKeepsWhatIsUsed() {
        assertCount(counter.take("alice", 3, 3), true, 3);
        assertCount(counter.take("alice", 1, 5), true, 4);
        assertCount(counter.take("alice", 2, 5), false, 4);
        assertThat(counter.take("alice", 1, 2).allowed()).isFalse();
        assertThat(counter.take("alice", 1, 5).allowed()).isTrue();
        assertThat(counter.take("alice", 1, 5).allowed()).isFalse();
    }

    @Test
    void aLoweredLimitHoldsInTheNextWindow() throws InterruptedException {
        counter.take("alice", 10, 10);
        Count over = counter.take("alice", 1, 2);
        assertThat(over.allowed()).isFalse();
        assertThat(over.nanosToReset()).isBetween(1L, window().toNanos());
        pass(Duration.ofNanos(over.nanosToReset()));
        assertCount(counter.take("alice", 2, 2), true, 2);
        assertCount(counter.take("alice", 1, 2), false, 2);
    }

    @Test
    void manyThreadsGetExactlyTheLimit() throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> passed = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            passed.add(executor.submit(() -> {
                start.countDown();
                start.await();
                int allowed = 0;
                for (int call = 0; call < 50; call++) {
                    allowed += counter.take("alice", 1, 100).allowed() ? 1 : 0;
                }
                return allowed;
            }));
        }
        int sum = 0;
        for (Future<Integer> future : passed) {
            sum += future.get();
        }
        executor.shutdown();
        assertThat(sum).isEqualTo(100);
    }

    private void assertCount(Count count, boolean allowed, long used) {
        assertThat(count.allowed()).isEqualTo(allowed);
        assertThat(count.used()).isEqualTo(used);
        assertThat(count.nanosToReset()).isBetween(1L, window().toNanos());
    }
}
