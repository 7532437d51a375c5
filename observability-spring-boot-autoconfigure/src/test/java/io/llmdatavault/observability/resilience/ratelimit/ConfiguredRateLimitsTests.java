package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import io.llmdatavault.observability.resilience.ratelimit.RateLimitProperties.Store;
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

class ConfiguredRateLimitsTests {

    private final SteppedTime time = new SteppedTime();

    private final ConfiguredRateLimits limits = limits(3, 100);

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
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "257, 1", "1000000, 1"})
    void longKeysAreToldApartByTheirHash(int length, int hashed) {
        String key = "x".repeat(length);
        limits.acquire("calls", key, 3);
        assertThat(limits.acquire("calls", key, 1).allowed()).isFalse();
        assertThat(limits.acquire("calls", "y" + key.substring(1), 1).allowed()).isTrue();
        assertThat(limits.acquire("calls", key.substring(1) + "y", 1).allowed()).isTrue();
        assertThat(KeyText.bounded(key).length()).isLessThanOrEqualTo(256);
        assertThat(KeyText.bounded(key).startsWith("sha256:")).isEqualTo(hashed == 1);
    }

    @RepeatedTest(10)
    void manyThreadsGetExactlyTheLimit() throws Exception {
        ConfiguredRateLimits large = limits(1000, 100);
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
        ConfiguredRateLimits one = limits(1, 100_000);
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

    @Test
    void holdsConcurrentPermitsUntilTheyAreGivenBack() {
        ConfiguredRateLimits held = limits(limit(RequestRate.CONCURRENT_REQUESTS, 2), 100);
        RateLimitDecision first = held.acquire("calls", "alice", 1).orThrow();
        RateLimitDecision second = held.acquire("calls", "alice", 1).orThrow();
        assertThat(second.current()).isEqualTo(2);
        RateLimitDecision third = held.acquire("calls", "alice", 1);
        assertThat(third.allowed()).isFalse();
        assertThat(third.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        third.close();
        assertThat(held.acquire("calls", "bob", 2).allowed()).isTrue();
        first.close();
        first.close();
        assertThat(held.acquire("calls", "alice", 1).allowed()).isTrue();
        assertThat(held.acquire("calls", "alice", 1).allowed()).isFalse();
    }

    @Test
    void givesOtherNumbersToSomeAndAllToOthers() {
        RateLimitProperties.Limit plans = new RateLimitProperties.Limit(
                RequestRate.REQUESTS_PER_MINUTE,
                3L,
                null,
                false,
                null,
                Map.of("gold", 5L, "bronze", 1L),
                List.of("operator"),
                List.of());
        ConfiguredRateLimits limits = limits(plans, 100);
        assertThat(limits.acquire("calls", "gold", 5).limit()).isEqualTo(5);
        assertThat(limits.acquire("calls", "gold", 1).allowed()).isFalse();
        assertThat(limits.acquire("calls", "bronze", 1).limit()).isOne();
        assertThat(limits.acquire("calls", "bronze", 1).allowed()).isFalse();
        assertThat(limits.acquire("calls", "silver", 3).remaining()).isZero();
        for (int call = 0; call < 50; call++) {
            RateLimitDecision decision = limits.acquire("calls", "operator", 1_000_000);
            assertThat(decision.allowed()).isTrue();
            assertThat(decision.current()).isZero();
        }
    }

    @Test
    void aChangedLimitKeepsWhatIsCounted() {
        limits.acquire("calls", "alice", 2);
        CountedLimit limit = limits.find("calls");
        limit.change(new LimitNumbers(5, Map.of(), Set.of()));
        assertThat(limits.acquire("calls", "alice", 3).current()).isEqualTo(5);
        limit.change(new LimitNumbers(1, Map.of("bob", 9L), Set.of("carol")));
        RateLimitDecision refused = limits.acquire("calls", "alice", 1);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.current()).isEqualTo(1);
        assertThat(refused.remaining()).isZero();
        assertThat(limits.acquire("calls", "bob", 9).allowed()).isTrue();
        assertThat(limits.acquire("calls", "carol", 99).allowed()).isTrue();
    }

    @Test
    void givesBackWhatAnotherLimitRefused() {
        RateLimitDecision decision = limits.acquire("calls", "alice", 3);
        ((RevocableDecision) decision).revoke();
        assertThat(limits.acquire("calls", "alice", 3).allowed()).isTrue();
        ((RevocableDecision) decision).revoke();
        assertThat(limits.acquire("calls", "alice", 1).allowed()).isFalse();
    }

    private ConfiguredRateLimits limits(long limit, int maxKeys) {
        return limits(limit(RequestRate.REQUESTS_PER_MINUTE, limit), maxKeys);
    }

    private static RateLimitProperties.Limit limit(RequestRate rate, long limit) {
        return new RateLimitProperties.Limit(rate, limit, null, false, null, Map.of(), List.of(), List.of());
    }

    private ConfiguredRateLimits limits(RateLimitProperties.Limit limit, int maxKeys) {
        OutcomeCounter decisions = new OutcomeCounter(
                new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class),
                "vault_rate_limit_decisions_total");
        Clock clock = time;
        return new ConfiguredRateLimits(
                new RateLimitProperties(
                        true,
                        Store.LOCAL,
                        maxKeys,
                        OnStoreFailure.LOCAL,
                        Duration.ofMillis(50),
                        Map.of("calls", limit, "others", limit)),
                store -> (name, window, most, secret) -> new LocalPermitCounter(name, window, most, time::nanoTime),
                decisions,
                null,
                clock,
                time::nanoTime);
    }
}
