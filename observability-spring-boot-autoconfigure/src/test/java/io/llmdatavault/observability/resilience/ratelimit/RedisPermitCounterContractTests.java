package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Redis counts as this process does. */
class RedisPermitCounterContractTests extends PermitCounterContract {

    private static final AtomicInteger LIMITS = new AtomicInteger();

    private static TestRedis redis;

    private static RedisInstance instance;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        instance = RedisInstance.of(redis);
        PermitCounter warm = instance.counter("warm", Duration.ofSeconds(1));
        instance.counters.start();
        await().untilAsserted(() -> assertThat(warm.take("", 1, 1_000_000)).isNotEqualTo(RedisInstance.MEANWHILE));
    }

    @AfterAll
    static void stop() throws IOException {
        instance.close();
        redis.close();
    }

    @Override
    Duration window() {
        return Duration.ofSeconds(1);
    }

    @Override
    PermitCounter create(Duration window) {
        return instance.counter("contract-" + LIMITS.incrementAndGet(), window);
    }

    /** Redis has its own clock, in milliseconds. */
    @Override
    void pass(Duration time) {
        await().pollDelay(time.plusMillis(2)).until(() -> true);
    }
}
