package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A decision for one of many keys: our annotation with all it does, and two libraries' limiters kept by hand in a map,
 * without annotation, metric or bound. Threads by {@code -t}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RateLimitKeysBenchmark {

    private static final long LIMIT = 1_000_000_000;

    private final RateLimiterConfig configuration = RateLimiterConfig.custom()
            .limitForPeriod((int) LIMIT)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build();

    private final Bandwidth bandwidth = Bandwidth.builder()
            .capacity(LIMIT)
            .refillIntervally(LIMIT, Duration.ofMinutes(1))
            .build();

    private final ConcurrentMap<String, RateLimiter> limiters = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    @Param({"1", "1000", "100000"})
    private int keys;

    private String[] names = {};

    private ConfigurableApplicationContext context;

    private Service service;

    @Setup
    public void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "vault.observability.rate-limit.limits.wide.type=requests-per-minute",
                        "vault.observability.rate-limit.limits.wide.limit=" + LIMIT)
                .run();
        service = context.getBean(Service.class);
        names = new String[keys];
        for (int key = 0; key < keys; key++) {
            names[key] = "user-" + key;
            byHandWithResilience4j(names[key]);
            byHandWithBucket4j(names[key]);
            service.call(names[key]);
        }
    }

    @TearDown
    public void stop() {
        context.close();
    }

    @Benchmark
    public void annotation() {
        service.call(name());
    }

    @Benchmark
    public boolean byHandWithResilience4j() {
        return byHandWithResilience4j(name());
    }

    @Benchmark
    public boolean byHandWithBucket4j() {
        return byHandWithBucket4j(name());
    }

    private boolean byHandWithResilience4j(String name) {
        return limiters.computeIfAbsent(name, key -> RateLimiter.of(key, configuration))
                .acquirePermission();
    }

    private boolean byHandWithBucket4j(String name) {
        return buckets.computeIfAbsent(
                        name, key -> Bucket.builder().addLimit(bandwidth).build())
                .tryConsume(1);
    }

    private String name() {
        return names[ThreadLocalRandom.current().nextInt(keys)];
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        VaultMetricsAutoConfiguration.class,
        RateLimitAutoConfiguration.class
    })
    @Import(Service.class)
    static class Application {

        @Bean
        MeterRegistry registry() {
            return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        }
    }

    /** What is limited. */
    static class Service {

        @VaultRateLimit(value = "wide", key = "#a0")
        void call(String user) {}
    }
}
