package io.llmdatavault.observability.resilience.retry;

import java.net.URI;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

    private static final NetworkError RETRYABLE =
            NetworkError.builder("connection reset").retryable(true).build();

    @Test
    void waitsTwiceAsLongEachTimeGiveOrTakeTheJitter() {
        RetryPolicy policy = policy(4, 0.15);
        assertThat(delays(policy, 1).getMin()).isBetween(85L, 90L);
        assertThat(delays(policy, 1).getMax()).isBetween(110L, 115L);
        assertThat(delays(policy, 2).getMin()).isBetween(170L, 180L);
        assertThat(delays(policy, 2).getMax()).isBetween(220L, 230L);
        assertThat(delays(policy, 3).getMin()).isBetween(340L, 360L);
        assertThat(delays(policy, 3).getMax()).isBetween(440L, 460L);
    }

    @Test
    void waitsExactlyWithoutJitterAndNeverLongerThanTheMaximum() {
        RetryPolicy policy = policy(100, 0);
        assertThat(policy.delayAfter(1, RETRYABLE)).hasValue(Duration.ofMillis(100));
        assertThat(policy.delayAfter(2, RETRYABLE)).hasValue(Duration.ofMillis(200));
        assertThat(policy.delayAfter(5, RETRYABLE)).hasValue(Duration.ofSeconds(1));
        assertThat(policy.delayAfter(99, RETRYABLE)).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void whoWaitsLongestDoesNotComeBackInStep() {
        LongSummaryStatistics delays = delays(policy(100, 0.15), 99);
        assertThat(delays.getMin()).isBetween(850L, 900L);
        assertThat(delays.getMax()).isBetween(1100L, 1150L);
        assertThat(LongStream.range(0, 100)
                        .mapToObj(run ->
                                policy(100, 0.15).delayAfter(99, RETRYABLE).orElseThrow())
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }

    @Test
    void countsInNanoseconds() {
        RetryPolicy fine = new RetryPolicy(
                "x",
                new RetrySettings(
                        "x.",
                        9,
                        Duration.ofNanos(1_500_001),
                        1.5,
                        Duration.ofSeconds(1),
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        false,
                        new RetrySettings.Budget(false, 0, 0)),
                failure -> (VaultError) failure,
                System::nanoTime);
        assertThat(fine.delayAfter(1, RETRYABLE)).hasValue(Duration.ofNanos(1_500_001));
        assertThat(fine.delayAfter(2, RETRYABLE)).hasValue(Duration.ofNanos(2_250_001));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        assertThat(policy(3, 0).delayAfter(2, RETRYABLE)).isPresent();
        assertThat(policy(3, 0).delayAfter(3, RETRYABLE)).isEmpty();
        assertThat(policy(1, 0).delayAfter(1, RETRYABLE)).isEmpty();
    }

    @Test
    void givesUpWhatIsNotRetryable() {
        assertThat(policy(3, 0)
                        .delayAfter(1, NotFoundError.builder("record", "a").build()))
                .isEmpty();
    }

    @Test
    void neverRetriesAnInterrupt() {
        RetryPolicy policy = new RetryPolicy("x", settings(3, 0), failure -> RETRYABLE, System::nanoTime);
        assertThat(policy.delayAfter(1, new IllegalStateException())).isPresent();
        assertThat(policy.delayAfter(1, new InterruptedException())).isEmpty();
        assertThat(policy.delayAfter(1, new IllegalStateException(new InterruptedException())))
                .isEmpty();

        Thread.currentThread().interrupt();
        assertThat(policy.delayAfter(1, new IllegalStateException())).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callsOfOthersEarnTheirPartOfTheBudget() {
        RetryPolicy policy = new RetryPolicy(
                "x",
                settings(9, 0, new RetrySettings.Budget(true, 0.5, 0)),
                failure -> (VaultError) failure,
                System::nanoTime);
        assertThat(policy.delayAfter(1, RETRYABLE)).isEmpty();
        assertThat(policy.delayAfter(1, RETRYABLE)).isPresent();
        assertThat(policy.delayAfter(2, RETRYABLE)).isEmpty();
        assertThat(policy.delayAfter(1, RETRYABLE)).isEmpty();
        assertThat(policy.delayAfter(1, RETRYABLE)).isPresent();
    }

    @Test
    void comesBackNoEarlierThanAskedTo() {
        assertThat(policy(3, 0).delayAfter(1, asking(Duration.ofMillis(700)))).hasValue(Duration.ofMillis(700));
        assertThat(policy(3, 0).delayAfter(1, asking(Duration.ofMillis(7)))).hasValue(Duration.ofMillis(100));
    }

    @Test
    void givesUpWhenAskedToWaitLongerThanTheMaximum() {
        assertThat(policy(3, 0).delayAfter(1, asking(Duration.ofSeconds(1)))).isPresent();
        assertThat(policy(3, 0).delayAfter(1, asking(Duration.ofMillis(1001)))).isEmpty();
    }

    @Test
    void saysWhyThereIsNoOtherAttempt() {
        RetryPolicy policy = policy(3, 0);
        long ample = Long.MAX_VALUE;
        assertThat(policy.decide(1, asking(Duration.ofMillis(1001)), null, ample)
                        .reason())
                .isEqualTo(", as it is to be asked again later than max-backoff");
        assertThat(policy.decide(1, RETRYABLE, null, 1).reason()).isEqualTo(", as max-duration would be over");
        assertThat(policy.decide(3, RETRYABLE, null, ample).reason()).isEmpty();
        AttemptRequest sent = new AttemptRequest(null);
        sent.sends("POST", URI.create("http://localhost/"));
        assertThat(policy.decide(1, RETRYABLE, sent, ample).reason())
                .isEqualTo(", as an HTTP request that is not idempotent was sent and may have had its effect");
    }

    private static LongSummaryStatistics delays(RetryPolicy policy, int attempts) {
        return LongStream.range(0, 2000)
                .map(run -> policy.delayAfter(attempts, RETRYABLE).orElseThrow().toMillis())
                .summaryStatistics();
    }

    private static VaultError asking(Duration retryAfter) {
        return NetworkError.builder("busy")
                .retryable(true)
                .retryAfter(retryAfter)
                .build();
    }

    private static RetryPolicy policy(int maxAttempts, double jitter) {
        return new RetryPolicy("x", settings(maxAttempts, jitter), failure -> (VaultError) failure, System::nanoTime);
    }

    private static RetrySettings settings(int maxAttempts, double jitter) {
        return settings(maxAttempts, jitter, new RetrySettings.Budget(false, 0, 0));
    }

    private static RetrySettings settings(int maxAttempts, double jitter, RetrySettings.Budget budget) {
        return new RetrySettings(
                "x.",
                maxAttempts,
                Duration.ofMillis(100),
                2,
                Duration.ofSeconds(1),
                jitter,
                Duration.ZERO,
                Duration.ZERO,
                false,
                budget);
    }
}
