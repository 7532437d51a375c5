package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What one instance of a service has: its connection factory, its counters, and in their stead counters that say so. */
final class RedisInstance implements AutoCloseable {

    /** What {@link #meanwhile} answers. */
    static final PermitCounter.Count MEANWHILE = new PermitCounter.Count(true, 4711, 1, PermitCounter.Origin.NOTHING);

    /** Where no outage is the point, a busy machine is none. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AtomicLong skipped = new AtomicLong();

    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

    private final LettuceConnectionFactory factory;

    final RedisPermitCounters counters;

    RedisInstance(LettuceConnectionFactory factory, Duration timeout, OnStoreFailure onFailure) {
        this.factory = factory;
        factory.getRequiredNativeClient().addListener(new CommandListener() {

            @Override
            public void commandStarted(CommandStartedEvent event) {
                // Not what is tried in the background, whenever that is.
                if (!Thread.currentThread().getName().startsWith("vault-rate-limit-redis")) {
                    commands.add(event.getCommand().getType().toString());
                }
            }
        });
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("redisConnectionFactory", factory);
        this.counters = new RedisPermitCounters(
                beans.getBeanProvider(RedisConnectionFactory.class),
                (limitName, window, maxKeys, secretKeys) -> new Meanwhile(),
                new OutcomeCounter(
                        new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class),
                        "vault_rate_limit_decisions_total"),
                timeout,
                onFailure,
                () -> System.nanoTime() + skipped.get());
    }

    static RedisInstance of(TestRedis redis) {
        return new RedisInstance(redis.connectionFactory(TestRedis.PASSWORD), TIMEOUT, OnStoreFailure.LOCAL);
    }

    /** Returns when Redis decides. */
    void start() {
        PermitCounter warm = counter("warm", Duration.ofMinutes(1));
        counters.start();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(warm.take("", 1, 1_000_000)).isNotEqualTo(MEANWHILE));
    }

    PermitCounter counter(String limitName, Duration window) {
        return counters.create(limitName, window, 100, false);
    }

    /** Lets the time of the instance go by, not that of Redis. */
    void pass(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    /** The commands sent since the last call. */
    List<String> commands() {
        synchronized (commands) {
            List<String> sent = List.copyOf(commands);
            commands.clear();
            return sent;
        }
    }

    @Override
    public void close() {
        counters.stop();
        factory.destroy();
    }

    private static final class Meanwhile implements PermitCounter {

        @Override
        public Count take(String key, long permits, long limit, @Nullable StoreWait wait) {
            return MEANWHILE;
        }

        @Override
        public void close() {}
    }
}
