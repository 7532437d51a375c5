package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

import com.giffing.bucket4j.spring.boot.starter.config.aspect.Bucket4jAopConfig;
import com.giffing.bucket4j.spring.boot.starter.config.cache.Bucket4jCacheConfiguration;
import com.giffing.bucket4j.spring.boot.starter.context.RateLimiting;
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
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What {@link RateLimitKeysBenchmark} asks, of the annotation of bucket4j-spring-boot-starter with buckets in Caffeine by
 * way of JCache. In a context of its own, so that neither aspect makes the calls of the other slower.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RateLimitKeysStarterBenchmark {

    private static final long LIMIT = 1_000_000_000;

    private static final String CACHE = "buckets";

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
                        "bucket4j.methods[0].name=wide",
                        "bucket4j.methods[0].cache-name=" + CACHE,
                        "bucket4j.methods[0].rate-limit.bandwidths[0].capacity=" + LIMIT,
                        "bucket4j.methods[0].rate-limit.bandwidths[0].time=1",
                        "bucket4j.methods[0].rate-limit.bandwidths[0].unit=minutes",
                        "bucket4j.methods[0].rate-limit.bandwidths[0].refill-speed=interval")
                .run();
        service = context.getBean(Service.class);
        names = new String[keys];
        for (int key = 0; key < keys; key++) {
            names[key] = "user-" + key;
            service.call(names[key]);
        }
        int buckets = 0;
        for (Cache.Entry<String, byte[]> bucket :
                context.getBean(CacheManager.class).<String, byte[]>getCache(CACHE)) {
            buckets += bucket.getValue().length > 0 ? 1 : 0;
        }
        if (!AopUtils.isAopProxy(service) || buckets != keys) {
            throw new IllegalStateException("Nothing is limited, or not by key: " + buckets);
        }
    }

    @TearDown
    public void stop() {
        context.close();
    }

    @Benchmark
    public void annotation() {
        service.call(names[ThreadLocalRandom.current().nextInt(keys)]);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({AopAutoConfiguration.class, Bucket4jCacheConfiguration.class, Bucket4jAopConfig.class})
    @Import(Service.class)
    static class Application {

        @Bean
        CacheManager cacheManager() {
            CacheManager manager = Caching.getCachingProvider().getCacheManager();
            // Entries are not copied.
            manager.createCache(CACHE, new MutableConfiguration<String, byte[]>().setStoreByValue(false));
            return manager;
        }
    }

    /** What is limited. */
    static class Service {

        @RateLimiting(name = "wide", cacheKey = "#user")
        public void call(String user) {}
    }
}
