package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.llmdatavault.observability.resilience.ratelimit.PermitCounter.Count;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for windows wherever they are counted. */
abstract class PermitCounterContract {

    /** How long the windows of the suite are. */
    abstract Duration window();

    /** A counter without any key. */
    abstract PermitCounter create(Duration window);

    /** Lets time go by. */
    abstract void pass(Duration time);

    @Test
    void countsDownAndStartsAgain() {
        try (PermitCounter counter = create(window())) {
            assertCount(counter.take("alice", 2, 3), true, 2);
            assertCount(counter.take("alice", 1, 3), true, 3);
            assertCount(counter.take("alice", 1, 3), false, 3);
            pass(window());
            assertCount(counter.take("alice", 1, 3), true, 1);
        }
    }

    @Test
    void windowBeginsWithTheFirstCallAndEndsWhenItSays() {
        try (PermitCounter counter = create(window())) {
            pass(window().dividedBy(2));
            Count first = counter.take("alice", 1, 1);
            assertThat(Duration.ofNanos(first.nanosToReset()))
                    .isBetween(window().multipliedBy(4).dividedBy(5), window());
            pass(window().dividedBy(4));
            Count refused = counter.take("alice", 1, 1);
            assertThat(refused.allowed()).isFalse();
            assertThat(refused.nanosToReset())
                    .isLessThanOrEqualTo(window().toNanos() * 3 / 4)
                    .isPositive();
            pass(Duration.ofNanos(refused.nanosToReset()));
            assertCount(counter.take("alice", 1, 1), true, 1);
        }
    }

    @Test
    void takesAllOrNone() {
        try (PermitCounter counter = create(window())) {
            counter.take("alice", 2, 3);
            assertCount(counter.take("alice", 2, 3), false, 2);
            assertCount(counter.take("alice", 1, 3), true, 3);
        }
    }

    @Test
    void countsEachKeyByItself() {
        try (PermitCounter counter = create(window())) {
            counter.take("alice", 3, 3);
            assertCount(counter.take("bob", 3, 3), true, 3);
            assertCount(counter.take("", 3, 3), true, 3);
        }
    }

    @Test
    void takesBackWhatIsGivenBack() {
        try (PermitCounter counter = create(window())) {
            Count two = counter.take("alice", 2, 3);
            counter.take("alice", 1, 3);
            two.giveBack();
            assertCount(counter.take("alice", 2, 3), true, 3);
            counter.take("alice", 1, 3).giveBack();
            assertCount(counter.take("alice", 1, 3), false, 3);
        }
    }

    @Test
    void theNextWindowKeepsWhatThisOneGivesBack() {
        try (PermitCounter counter = create(window())) {
            Count late = counter.take("alice", 2, 3);
            pass(window());
            late.giveBack();
            counter.take("alice", 3, 3);
            late.giveBack();
            assertCount(counter.take("alice", 1, 3), false, 3);
        }
    }

    @Test
    void aLimitThatChangesKeepsItsCount() {
        try (PermitCounter counter = create(window())) {
            counter.take("alice", 3, 3);
            assertCount(counter.take("alice", 2, 5), true, 5);
            assertThat(counter.take("alice", 1, 2).allowed()).isFalse();
            pass(window());
            assertCount(counter.take("alice", 1, 2), true, 1);
        }
    }

    @Test
    void countsLargeNumbersExactly() {
        long limit = 1_000_000_000_000L;
        try (PermitCounter counter = create(window())) {
            assertCount(counter.take("alice", limit - 1, limit), true, limit - 1);
            assertCount(counter.take("alice", 2, limit), false, limit - 1);
            assertCount(counter.take("alice", 1, limit), true, limit);
        }
    }

    @Test
    void agreesWithASimpleModel() {
        Random random = new Random(42);
        try (PermitCounter counter = create(Duration.ofHours(1))) {
            long[] used = new long[3];
            List<Deque<Count>> taken = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
            List<Deque<Long>> sizes = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
            for (int step = 0; step < 300; step++) {
                int key = random.nextInt(used.length);
                long permits = 1 + random.nextInt(4);
                long limit = 5 + random.nextInt(60);
                if (random.nextInt(5) == 0 && !taken.get(key).isEmpty()) {
                    taken.get(key).pop().giveBack();
                    used[key] -= sizes.get(key).pop();
                } else {
                    boolean allowed = used[key] + permits <= limit;
                    used[key] += allowed ? permits : 0;
                    Count count = counter.take("key-" + key, permits, limit);
                    assertCount(count, allowed, used[key]);
                    if (allowed) {
                        taken.get(key).push(count);
                        sizes.get(key).push(permits);
                    }
                }
            }
        }
    }

    @Test
    void manyThreadsGetExactlyTheLimit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (PermitCounter counter = create(Duration.ofHours(1))) {
            List<Future<Integer>> passed = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                passed.add(threads.submit(() -> {
                    int count = 0;
                    for (int call = 0; call < 200; call++) {
                        count += counter.take("alice", 1, 1000).allowed() ? 1 : 0;
                    }
                    return count;
                }));
            }
            int sum = 0;
            for (Future<Integer> future : passed) {
                sum += future.get();
            }
            assertThat(sum).isEqualTo(1000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertCount(Count count, boolean allowed, long used) {
        assertThat(count.allowed()).isEqualTo(allowed);
        assertThat(count.used()).isEqualTo(used);
    }
}
