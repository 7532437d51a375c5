package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Counts in the application's Redis. Does nothing, and asks for no bean, until a limit is counted here; connects before
 * the web server starts, and after Spring's own connections.
 */
final class RedisPermitCounters implements SharedPermitCounters, SmartLifecycle {

    private static final String STORE = "vault.observability.rate-limit.store";

    /** The first connection of a process takes longer than any other. */
    private static final Duration START_WAIT = Duration.ofSeconds(5);

    /** How long a try waits for a connection. Not as long as the application's commands may. */
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(5);

    private final ObjectProvider<RedisConnectionFactory> factories;

    private final PermitCounters local;

    private final OutcomeCounter decisions;

    private final Duration timeout;

    private final OnStoreFailure onFailure;

    private final LongSupplier nanoTime;

    private @Nullable RedisStore store;

    private volatile boolean running;

    RedisPermitCounters(
            ObjectProvider<RedisConnectionFactory> factories,
            PermitCounters local,
            OutcomeCounter decisions,
            Duration timeout,
            OnStoreFailure onFailure,
            LongSupplier nanoTime) {
        this.factories = factories;
        this.local = local;
        this.decisions = decisions;
        this.timeout = timeout;
        this.onFailure = onFailure;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized PermitCounter create(String limitName, Duration window, int maxKeys, boolean secretKeys) {
        RedisStore used = store;
        if (used == null) {
            used = new RedisStore(
                    new RedisConnector(factory()),
                    timeout,
                    OPEN_TIMEOUT,
                    new StoreCircuit(onFailure.name().toLowerCase(Locale.ROOT), nanoTime));
            store = used;
            if (running) {
                rehearse();
                used.open(timeout);
            }
        }
        return new RedisPermitCounter(
                used,
                limitName,
                window,
                maxKeys,
                secretKeys,
                onFailure.counter(local, limitName, window, maxKeys, secretKeys),
                decisions,
                nanoTime);
    }

    private LettuceConnectionFactory factory() {
        RedisConnectionFactory factory;
        try {
            factory = factories.getIfAvailable();
        } catch (NoUniqueBeanDefinitionException ex) {
            throw wrong("is redis, and there are several beans RedisConnectionFactory", "mark one as @Primary");
        }
        if (factory == null) {
            throw wrong(
                    "is redis, and there is no bean RedisConnectionFactory",
                    "add org.springframework.boot:spring-boot-starter-data-redis and set spring.data.redis.*");
        }
        if (factory instanceof LettuceConnectionFactory lettuce) {
            return lettuce;
        }
        throw wrong(
                "is redis, and the bean RedisConnectionFactory does not connect by Lettuce",
                "set spring.data.redis.client-type=lettuce, or make your bean a LettuceConnectionFactory");
    }

    private static ConfigurationError wrong(String message, String remedy) {
        return ConfigurationError.builder(STORE, message)
                .expectedType("local, or redis: " + remedy)
                .build();
    }

    @Override
    public synchronized void start() {
        running = true;
        if (store != null) {
            rehearse();
            store.open(START_WAIT);
        }
    }

    /** Decides once without Redis before any caller has waited for it in vain: the first time loads classes. */
    private void rehearse() {
        try (PermitCounter meanwhile = onFailure.counter(local, "rehearsal", START_WAIT, 1, false)) {
            meanwhile.take("", 1, 1).giveBack();
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        if (store != null) {
            store.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After Spring's connection factory and before the web server; the other way round at the end. */
    @Override
    public int getPhase() {
        return 1000;
    }
}
