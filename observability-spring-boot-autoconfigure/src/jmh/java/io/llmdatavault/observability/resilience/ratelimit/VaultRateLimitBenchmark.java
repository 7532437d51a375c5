package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.TimeUnit;

import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import io.github.resilience4j.springboot3.fallback.autoconfigure.FallbackConfigurationOnMissingBean;
import io.github.resilience4j.springboot3.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot3.ratelimiter.autoconfigure.RateLimiterMetricsAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
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
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a limit costs around an empty method: ours, and the aspect of resilience4j, through the proxies of one context. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VaultRateLimitBenchmark {

    private ConfigurableApplicationContext context;

    private Service service;

    @Setup
    public void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "vault.observability.rate-limit.limits.wide.type=requests-per-second",
                        "vault.observability.rate-limit.limits.wide.limit=1000000000",
                        "resilience4j.ratelimiter.instances.wide.limit-for-period=1000000000",
                        "resilience4j.ratelimiter.instances.wide.limit-refresh-period=1s",
                        "resilience4j.ratelimiter.instances.wide.timeout-duration=0")
                .run();
        service = context.getBean(Service.class);
        if (!AopUtils.isAopProxy(service)
                || context.getBeanProvider(VaultMetrics.class).getIfAvailable() == null) {
            throw new IllegalStateException("Nothing is limited, or nothing is counted");
        }
    }

    @TearDown
    public void stop() {
        context.close();
    }

    @Benchmark
    public void vault() {
        service.vault();
    }

    @Benchmark
    public void vaultByArgument() {
        service.vaultByArgument("alice");
    }

    @Benchmark
    public void vaultByExpression() {
        service.vaultByExpression("alice");
    }

    @Benchmark
    public void resilience4j() {
        service.resilience4j();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        MetricsAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        PrometheusMetricsExportAutoConfiguration.class,
        VaultMetricsAutoConfiguration.class,
        RateLimitAutoConfiguration.class,
        FallbackConfigurationOnMissingBean.class,
        RateLimiterAutoConfiguration.class,
        RateLimiterMetricsAutoConfiguration.class
    })
    @Import(Service.class)
    static class Application {}

    /** What is limited. */
    static class Service {

        @VaultRateLimit("wide")
        void vault() {}

        @VaultRateLimit(value = "wide", key = "#a0")
        void vaultByArgument(String user) {}

        @VaultRateLimit(value = "wide", key = "#a0.toLowerCase()")
        void vaultByExpression(String user) {}

        @RateLimiter(name = "wide")
        void resilience4j() {}
    }
}
