package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalRateLimitsTests {

    private final SteppedTime time = new SteppedTime();

    private final LocalRateLimits limits = limits(3, 100);

    @Test
    void countsDownAndRejectsWithEveryNumber() {
        assertDecision(limits.acquire("calls", "alice", 1), true, 1, Duration.ZERO);
        time.step(Duration.ofSeconds(20));
        assertDecision(limits.acquire("calls", "alice", 1), true, 2, Duration.ZERO);
        assertDecision(limits.acquire("calls", "alice", 1), true, 3, Duration.ZERO);
        assertDecision(limits.acquire("calls", "alice", 1), false, 3, Duration.ofSeconds(40));
    }

    private void assertDecision(RateLimitDecision decision, boolean allowed, long current, Duration retryAfter) {
        assertThat(decision.allowed()).isEqualTo(allowed);
        assertThat(decision.limit()).isEqualTo(3);
        assertThat(decision.current()).isEqualTo(current);
        assertThat(decision.remaining()).isEqualTo(3 - current);
        assertThat(decision.retryAfter()).isEqualTo(retryAfter);
        assertThat(decision.resetAt()).isEqualTo(SteppedTime.START.plusSeconds(60));
    }

    @Test
    void throwsTheRejectionWithItsNumbers() {
        limits.acquire("calls", null, 3);
        time.step(Duration.ofMillis(59_999));
        RateLimitDecision rejected = limits.acquire("calls", null, 1);
        assertThatExceptionOfType(RateLimitError.class)
                .isThrownBy(rejected::orThrow)
                .satisfies(error -> {
                    assertThat(error.limitType()).isEqualTo(RateLimitType.REQUESTS_PER_MINUTE);
                    assertThat(error.limit()).isEqualTo(3);
                    assertThat(error.current()).isEqualTo(3);
                    assertThat(error.resetAt()).contains(SteppedTime.START.plusSeconds(60));
                    assertThat(error.retryAfter()).contains(Duration.ofMillis(1));
                    assertThat(error.retryable()).isTrue();
                });
    }

    @Test
    void closingAnAllowedDecisionGivesNothingBack() {
        try (RateLimitDecision decision = limits.acquire("calls", "alice", 3).orThrow()) {
            assertThat(decision.allowed()).isTrue();
        }
        assertThat(limits.acquire("calls", "alice", 1).allowed()).isFalse();
    }

    @Test
    void startsAgainExactlyWhenItSaid() {
        time.step(Duration.ofSeconds(17));
        limits.acquire("calls", "alice", 3);
        Duration wait = limits.acquire("calls", "alice", 1).retryAfter();
        assertThat(wait).isEqualTo(Duration.ofMinutes(1));
        time.step(wait.minusNanos(1));
        assertThat(limits.acquire("calls", "alice", 1).allowed()).isFalse();
        time.step(Duration.ofNanos(1));
        RateLimitDecision again = limits.acquire("calls", "alice", 1);
        assertThat(again.allowed()).isTrue();
        assertThat(again.remaining()).isEqualTo(2);
        assertThat(again.resetAt()).isEqualTo(SteppedTime.START.plusSeconds(17 + 120));
    }

    @Test
    void savesNothingUpOverIdleCycles() {
        limits.acquire("calls", "alice", 1);
        time.step(Duration.ofHours(200L * 365 * 24));
        assertThat(limits.acquire("calls", "alice", 3).allowed()).isTrue();
        assertThat(limits.acquire("calls", "alice", 1).allowed()).isFalse();
    }

    @Test
    void takesAllPermitsOrNone() {
        limits.acquire("calls", "alice", 2);
        RateLimitDecision rejected = limits.acquire("calls", "alice", 2);
        assertThat(rejected.allowed()).isFalse();
        assertThat(rejected.current()).isEqualTo(2);
        assertThat(rejected.remaining()).isEqualTo(1);
        // The limiter's own number is for one permit, and one is left.
        assertThat(rejected.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.acquire("calls", "alice", 1).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, Integer.MAX_VALUE, Long.MAX_VALUE})
    void refusesForGoodWhatCanNeverPass(long permits) {
        assertThatExceptionOfType(ValidationError.class)
                .isThrownBy(() -> limits.acquire("calls", "alice", permits))
                .withMessage("The request needs %d permits, and at most 3 are given at once.", permits)
                .matches(error -> !error.retryable());
        assertThat(limits.acquire("calls", "alice", 3).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void asksForOnePermitOrMore(long permits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits.acquire("calls", "alice", permits))
                .withMessage(
                        "The rate limit \"calls\" was asked for %d permits: ask for 1 or more, or do not ask", permits);
    }

    @Test
    void namesTheLimitsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits.acquire("cals", "alice", 1))
                .withMessage("There is no rate limit \"cals\": configure vault.observability.rate-limit.limits.cals, or"
                        + " ask for one of [calls, others]");
    }

    @Test
    void countsEachKeyAndEachLimitByItself() {
        limits.acquire("calls", "alice", 3);
        assertThat(limits.acquire("calls", "bob", 3).allowed()).isTrue();
        assertThat(limits.acquire("calls", null, 3).allowed()).isTrue();
        assertThat(limits.acquire("others", "alice", 3).allowed()).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nullAndEmptyShareTheirPermits(String key) {
        limits.acquire("calls", null, 2);
        limits.acquire("calls", "", 1);
        assertThat(limits.acquire("calls", key, 1).allowed()).isFalse();
        assertThat(limits.find("calls").keys()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "257, 1", "1000000, 1"})
    void longKeysAreToldApartByTheirHash(int length, int hashed) {
        String key = "x".repeat(length);
        limits.acquire("calls", key, 3);
        assertThat(limits.acquire("calls", key, 1).allowed()).isFalse();
        assertThat(limits.acquire("calls", "y" + key.substring(1), 1).allowed()).isTrue();
        assertThat(limits.acquire("calls", key.substring(1) + "y", 1).allowed()).isTrue();
        assertThat(LocalLimit.bounded(key).length()).isLessThanOrEqualTo(256);
        assertThat(LocalLimit.bounded(key).startsWith("sha256:")).isEqualTo(hashed == 1);
    }

    @Test
    void keepsNoMoreKeysThanAllowed() {
        LocalRateLimits few = limits(3, 10);
        few.acquire("others", "alice", 3);
        for (int key = 0; key < 10_000; key++) {
            few.acquire("calls", "key-" + key, 3);
            assertThat(few.find("calls").keys()).isLessThanOrEqualTo(10 + 1);
        }
        assertThat(few.acquire("calls", "key-9999", 1).allowed()).isFalse();
        assertThat(few.acquire("calls", "key-0", 1).allowed()).isTrue();
        // Many keys of one limit push out none of another.
        assertThat(few.acquire("others", "alice", 1).allowed()).isFalse();
    }

    @RepeatedTest(10)
    void manyThreadsGetExactlyTheLimit() throws Exception {
        LocalRateLimits large = limits(1000, 100);
        for (String key : new String[] {"alice", ""}) {
            assertThat(inThreads(() -> {
                        int passed = 0;
                        for (int call = 0; call < 300; call++) {
                            RateLimitDecision decision = large.acquire("calls", key, 1);
                            assertThat(decision.current()).isBetween(1L, 1000L);
                            passed += decision.allowed() ? 1 : 0;
                        }
                        return passed;
                    }))
                    .isEqualTo(1000);
        }
    }

    @Test
    void manyThreadsThatMeetANewKeyCountInOneBucket() throws Exception {
        LocalRateLimits one = limits(1, 100_000);
        assertThat(inThreads(() -> {
                    int passed = 0;
                    for (int key = 0; key < 50_000; key++) {
                        passed += one.acquire("calls", "key-" + key, 1).allowed() ? 1 : 0;
                    }
                    return passed;
                }))
                .isEqualTo(50_000);
    }

    private static int inThreads(Callable<Integer> countPasses) throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> passed = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            passed.add(executor.submit(() -> {
                start.countDown();
                start.await();
                return countPasses.call();
            }));
        }
        int sum = 0;
        for (Future<Integer> future : passed) {
            sum += future.get();
        }
        executor.shutdown();
        return sum;
    }

    private LocalRateLimits limits(long limit, int maxKeys) {
        RateLimitProperties.Limit perMinute =
                new RateLimitProperties.Limit(RequestRate.REQUESTS_PER_MINUTE, limit, null, false, List.of());
        OutcomeCounter decisions = new OutcomeCounter(
                new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class),
                "vault_rate_limit_decisions_total");
        Clock clock = time;
        return new LocalRateLimits(
                new RateLimitProperties(true, maxKeys, Map.of("calls", perMinute, "others", perMinute)),
                decisions,
                null,
                clock,
                time::nanoTime);
    }
}
