package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Redis counts as this process does. */
class RedisPermitCounterContractTests extends PermitCounterContract {

    private static final AtomicInteger LIMITS = new AtomicInteger();

    private static TestRedis redis;

    private static RedisInstance instance;

    private static RedisClient client;

    private static RedisCommands<String, String> commands;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        instance = RedisInstance.of(redis);
        instance.start();
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(redis.port())
                .withPassword(TestRedis.PASSWORD.toCharArray())
                .build());
        commands = client.connect().sync();
    }

    @AfterAll
    static void stop() throws IOException {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        instance.close();
        redis.close();
    }

    @Override
    Duration window() {
        return Duration.ofHours(1);
    }

    @Override
    PermitCounter create(Duration window) {
        return instance.counter("contract-" + LIMITS.incrementAndGet(), window);
    }

    /** The clock of Redis goes as it goes: keys come nearer to their end. */
    @Override
    void pass(Duration time) {
        instance.pass(time);
        commands.keys("vault:rate-limit:contract-*")
                .forEach(key -> commands.pexpire(key, commands.pttl(key) - time.toMillis()));
    }
}
