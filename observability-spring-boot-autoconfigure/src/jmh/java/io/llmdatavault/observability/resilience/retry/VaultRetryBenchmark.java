package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.github.resilience4j.timelimiter.TimeLimiter;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetrics;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.retry.annotation.Backoff;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.annotation.Retryable;

/**
 * What retries cost a method that succeeds at once: ours with all it has by default, ours without time limit and budget,
 * and Spring Retry's, through the proxies of one context; and what resilience4j's time limit costs a bare call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class VaultRetryBenchmark {

    private ConfigurableApplicationContext context;

    private Ours ours;

    private Springs springs;

    private final TimeLimiter timeLimiter = TimeLimiter.of(Duration.ofSeconds(30));

    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @Setup
    public void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "vault.observability.retry.policies.plain.attempt-timeout=0",
                        "vault.observability.retry.policies.plain.budget.enabled=false")
                .run();
        ours = context.getBean(Ours.class);
        springs = context.getBean(Springs.class);
        if (!AopUtils.isAopProxy(ours) || !AopUtils.isAopProxy(springs)) {
            throw new IllegalStateException("Nothing is retried");
        }
        context.getBean(VaultMetrics.class);
    }

    @TearDown
    public void stop() {
        context.close();
        pool.shutdownNow();
    }

    @Benchmark
    public String vaultRetry() {
        return ours.call();
    }

    @Benchmark
    public String vaultRetryWithoutTimeLimitAndBudget() {
        return ours.plainCall();
    }

    @Benchmark
    public String timeLimiter() throws Exception {
        return timeLimiter.executeFutureSupplier(() -> pool.submit(() -> "done"));
    }

    @Benchmark
    public String retryable() {
        return springs.call();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableRetry
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        VaultMetricsAutoConfiguration.class,
        ErrorTranslatorAutoConfiguration.class,
        RetryAutoConfiguration.class
    })
    @Import({Ours.class, Springs.class})
    static class Application {

        @Bean
        MeterRegistry registry() {
            return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        }
    }

    /** Retried by us. */
    static class Ours {

        @VaultRetry
        String call() {
            return "done";
        }

        @VaultRetry(policy = "plain")
        String plainCall() {
            return "done";
        }
    }

    /** Retried by Spring Retry, with the same numbers. */
    static class Springs {

        @Retryable(maxAttempts = 3, backoff = @Backoff(delay = 100, multiplier = 2, maxDelay = 30_000, random = true))
        String call() {
            return "done";
        }
    }
}
