package io.llmdatavault.observability.resilience.ratelimit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** One of the processes of {@link SharedLimitLoad}. Waits for a line of input, then asks 400 times a second. */
public final class SharedLimitInstance {

    static final String READY = "ready";

    static final String ADMITTED = "admitted ";

    private static final int THREADS = 4;

    /** {@code vault.observability.rate-limit.store-timeout}, unless it is set. */
    private static final int TIMEOUT_MILLIS = 50;

    private static final int CALLS_PER_SECOND_AND_THREAD = 100;

    private final RateLimits limits;

    private final RedisConnectionFactory redis;

    private final int calls;

    /**
     * Whether Redis will be frozen. A bare round trip, which is timed after each decision otherwise, would hang with it;
     * bare waits of the time-out's length are timed beside the decisions in its stead.
     */
    private final boolean outage;

    private SharedLimitInstance(RateLimits limits, RedisConnectionFactory redis, int seconds, boolean outage) {
        this.limits = limits;
        this.redis = redis;
        this.calls = seconds * CALLS_PER_SECOND_AND_THREAD;
        this.outage = outage;
    }

    /**
     * Runs one process.
     * @param arguments port of Redis, seconds, limit, whether Redis will be frozen
     */
    public static void main(String[] arguments) throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.autoconfigure.exclude=",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--spring.data.redis.host=127.0.0.1",
                        "--spring.data.redis.port=" + arguments[0],
                        "--spring.data.redis.password=" + TestRedis.PASSWORD,
                        "--vault.observability.rate-limit.store=redis",
                        "--vault.observability.rate-limit.limits.shared.type=requests-per-second",
                        "--vault.observability.rate-limit.limits.shared.limit=" + arguments[2],
                        "--vault.observability.rate-limit.limits.warm.type=requests-per-second",
                        "--vault.observability.rate-limit.limits.warm.limit=1000000")) {
            new SharedLimitInstance(
                            context.getBean(RateLimits.class),
                            context.getBean(RedisConnectionFactory.class),
                            Integer.parseInt(arguments[1]),
                            Boolean.parseBoolean(arguments[3]))
                    .run();
        }
    }

    private void run() throws Exception {
        inThreads(() -> offer("warm", 3 * CALLS_PER_SECOND_AND_THREAD));
        System.out.println(READY);
        if (System.in.read() < 0) {
            return;
        }
        CompletableFuture<List<long[]>> waits = outage ? waitAtTheSameTime() : null;
        List<Sample> samples = inThreads(() -> offer("shared", calls));
        print("decision", samples.stream().map(Sample::decisions).toList());
        if (waits == null) {
            print("bare GET", samples.stream().map(Sample::roundTrips).toList());
        } else {
            print("bare wait of 50 ms", waits.get());
        }
        System.out.println(
                ADMITTED + samples.stream().mapToLong(Sample::admitted).sum());
    }

    private static <T> List<T> inThreads(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> samples = new ArrayList<>();
            for (Future<T> sample : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                samples.add(sample.get());
            }
            return samples;
        } finally {
            threads.shutdown();
        }
    }

    /** Keeps to its times whatever calls take, so that a slow one is followed by others at once. */
    private Sample offer(String limit, int times) {
        long[] decisions = new long[times];
        long[] roundTrips = new long[outage ? 0 : times];
        long admitted = 0;
        byte[] key = {'x'};
        try (RedisConnection connection = redis.getConnection()) {
            long begin = System.nanoTime();
            long pause = TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND_AND_THREAD;
            for (int i = 0; i < times; i++) {
                long wait = begin + i * pause - System.nanoTime();
                while (wait > 0) {
                    LockSupport.parkNanos(wait);
                    wait = begin + i * pause - System.nanoTime();
                }
                long start = System.nanoTime();
                boolean allowed = limits.acquire(limit, "", 1).allowed();
                decisions[i] = System.nanoTime() - start;
                admitted += allowed ? 1 : 0;
                if (!outage) {
                    start = System.nanoTime();
                    connection.stringCommands().get(key);
                    roundTrips[i] = System.nanoTime() - start;
                }
            }
        }
        return new Sample(admitted, decisions, roundTrips);
    }

    private CompletableFuture<List<long[]>> waitAtTheSameTime() {
        CompletableFuture<List<long[]>> waits = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waits.complete(inThreads(this::waitAgainAndAgain));
            } catch (Exception ex) {
                waits.completeExceptionally(ex);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return waits;
    }

    /** For what never comes, as long as a call waits for a Redis that does not answer: how late the machine wakes a thread. */
    private long[] waitAgainAndAgain() throws Exception {
        long[] waits = new long[calls * 1000 / CALLS_PER_SECOND_AND_THREAD / TIMEOUT_MILLIS * 9 / 10];
        for (int i = 0; i < waits.length; i++) {
            long start = System.nanoTime();
            try {
                new CompletableFuture<>().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException ex) {
                waits[i] = System.nanoTime() - start;
            }
        }
        return waits;
    }

    private static void print(String what, List<long[]> nanos) {
        long[] sorted = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%s: p50 %.0f us, p99 %.0f us, max %.1f ms, slower than 25 ms: %d of %d%n",
                what,
                sorted[sorted.length / 2] / 1e3,
                sorted[sorted.length * 99 / 100] / 1e3,
                sorted[sorted.length - 1] / 1e6,
                Arrays.stream(sorted).filter(one -> one > 25_000_000).count(),
                sorted.length);
    }

    private record Sample(long admitted, long[] decisions, long[] roundTrips) {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        MetricsAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        PrometheusMetricsExportAutoConfiguration.class,
        VaultMetricsAutoConfiguration.class,
        RedisAutoConfiguration.class,
        RateLimitAutoConfiguration.class
    })
    static class Application {}
}
