package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What one instance of a service has: its connection factory, its counters, and in their stead counters that say so. */
final class RedisInstance implements AutoCloseable {

    /** What {@link #meanwhile} answers. */
    static final PermitCounter.Count MEANWHILE = new PermitCounter.Count(true, 4711, 1);

    static final Duration TIMEOUT = Duration.ofMillis(500);

    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());

    private final LettuceConnectionFactory factory;

    final RedisPermitCounters counters;

    RedisInstance(LettuceConnectionFactory factory, Duration timeout, OnStoreFailure onFailure) {
        this.factory = factory;
        factory.getRequiredNativeClient().addListener(new CommandListener() {

            @Override
            public void commandStarted(CommandStartedEvent event) {
                commands.add(event.getCommand().getType().toString());
            }
        });
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("redisConnectionFactory", factory);
        this.counters = new RedisPermitCounters(
                beans.getBeanProvider(RedisConnectionFactory.class),
                (limitName, window, maxKeys) -> new Meanwhile(),
                new OutcomeCounter(
                        new StaticListableBeanFactory().getBeanProvider(VaultMetrics.class),
                        "vault_rate_limit_decisions_total"),
                timeout,
                onFailure);
    }

    static RedisInstance of(TestRedis redis) {
        return new RedisInstance(redis.connectionFactory(TestRedis.PASSWORD), TIMEOUT, OnStoreFailure.LOCAL);
    }

    PermitCounter counter(String limitName, Duration window) {
        return counters.create(limitName, window, 100);
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
        public Count take(String key, long permits, long limit) {
            return MEANWHILE;
        }

        @Override
        public void giveBack(String key, long permits, long limit) {}

        @Override
        public void close() {}
    }
}
