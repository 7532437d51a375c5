package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** A real Redis that hangs, stops, is killed, or does not let us in: calls do not wait, and it is used again by itself. */
@ExtendWith(OutputCaptureExtension.class)
class RedisStoreOutageTests {

    private static final String WARNING = "Rate limits are decided without Redis";

    private static final String BACK = "Redis answers again";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    private static TestRedis redis;

    private RedisInstance instance;

    private PermitCounter counter;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = new TestRedis();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void start() {
        open(TestRedis.PASSWORD, OnStoreFailure.LOCAL);
        awaitRedis();
    }

    @AfterEach
    void close() {
        instance.close();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("vault-rate-limit-redis"));
    }

    private void open(String password, OnStoreFailure onFailure) {
        instance = new RedisInstance(redis.connectionFactory(password), TIMEOUT, onFailure);
        counter = instance.counter("outage", MINUTE);
        instance.counters.start();
    }

    private void awaitRedis() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(take()).isNotEqualTo(RedisInstance.MEANWHILE));
    }

    private void awaitMeanwhile(CapturedOutput output) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
            assertThat(output).contains(WARNING);
        });
    }

    private PermitCounter.Count take() {
        return counter.take("", 1, 1_000_000);
    }

    @Test
    void aFrozenRedisDelaysTheFirstFewOnly(CapturedOutput output) throws Exception {
        redis.freeze();
        instance.commands();
        try {
            for (int call = 0; call < 1000; call++) {
                assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
            }
        } finally {
            redis.thaw();
        }
        assertThat(instance.commands()).hasSize(3);
        awaitRedis();
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains("it does not answer in time")
                .containsOnlyOnce(BACK);
    }

    @Test
    void aCallOfSeveralLimitsWaitsOnce() throws Exception {
        List<CountedLimit> limits =
                Stream.of("first", "second", "third").map(this::countedLimit).toList();
        redis.freeze();
        instance.commands();
        try {
            HeldPermits.take(limits, (limit, wait) -> limit.ask(null, 1, wait)).close();
            assertThat(instance.commands()).hasSize(1);
        } finally {
            redis.thaw();
        }
    }

    private CountedLimit countedLimit(String name) {
        return new CountedLimit(
                name,
                RequestRate.REQUESTS_PER_MINUTE,
                new LimitNumbers(5, Map.of(), Set.of()),
                instance.counter(name, MINUTE),
                mock(OutcomeCounter.class),
                null,
                new TimeOfDay(Clock.systemUTC(), System::nanoTime));
    }

    @Test
    void aStoppedRedisIsUsedAgain(CapturedOutput output) throws Exception {
        redis.stop();
        awaitMeanwhile(output);
        redis.start();
        awaitRedis();
        assertThat(output).containsOnlyOnce(WARNING).containsOnlyOnce(BACK);
    }

    @Test
    void aKilledRedisIsUsedAgain(CapturedOutput output) throws Exception {
        redis.kill();
        awaitMeanwhile(output);
        redis.start();
        awaitRedis();
        assertThat(output).containsOnlyOnce(WARNING).containsOnlyOnce(BACK);
    }

    @Test
    void aWrongPasswordIsNamed(CapturedOutput output) {
        instance.close();
        open("wrong", OnStoreFailure.LOCAL);
        assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains("it does not accept the credentials")
                .doesNotContain(TestRedis.PASSWORD);
    }

    @Test
    void startUpGoesOnWithoutRedis(CapturedOutput output) throws Exception {
        instance.close();
        redis.stop();
        long start = System.nanoTime();
        open(TestRedis.PASSWORD, OnStoreFailure.LOCAL);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
        assertThat(output).containsOnlyOnce(WARNING).contains("it cannot be reached");
        redis.start();
        awaitRedis();
        assertThat(output).containsOnlyOnce(BACK);
    }

    @Test
    void startUpDoesNotWaitForAFrozenRedis() throws Exception {
        instance.close();
        redis.freeze();
        try {
            long start = System.nanoTime();
            open(TestRedis.PASSWORD, OnStoreFailure.LOCAL);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
        } finally {
            redis.thaw();
        }
        awaitRedis();
    }

    @Test
    void allowsAllOrNoneWhereToldTo() {
        instance.close();
        open("wrong", OnStoreFailure.ALLOW);
        assertThat(take()).isEqualTo(new PermitCounter.Count(true, 1, MINUTE.toNanos(), PermitCounter.Origin.NOTHING));
        instance.close();
        open("wrong", OnStoreFailure.DENY);
        assertThat(take())
                .isEqualTo(new PermitCounter.Count(
                        false, 1_000_000, Duration.ofSeconds(1).toNanos(), PermitCounter.Origin.NOTHING));
    }
}
