package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import io.lettuce.core.RedisClient;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** The store redis by its keys, and what is said where it cannot be. */
class RedisStoreWiringTests {

    private static final String KEY = "vault.observability.rate-limit.";

    private static TestRedis redis;

    private final ApplicationContextRunner withoutRedis = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
            .withPropertyValues(
                    KEY + "store=redis",
                    KEY + "store-timeout=30s",
                    KEY + "limits.calls.type=requests-per-minute",
                    KEY + "limits.calls.limit=3",
                    KEY + "limits.warm.type=requests-per-hour",
                    KEY + "limits.warm.limit=1000000");

    private final ApplicationContextRunner contextRunner = withoutRedis
            .withConfiguration(AutoConfigurations.of(RedisAutoConfiguration.class))
            .withPropertyValues(
                    "spring.data.redis.host=127.0.0.1",
                    "spring.data.redis.port=" + redis.port(),
                    "spring.data.redis.password=" + TestRedis.PASSWORD);

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Test
    void applicationsShareALimit() {
        contextRunner.run(first -> contextRunner.run(second -> {
            awaitRedis(first);
            awaitRedis(second);
            RateLimits one = first.getBean(RateLimits.class);
            RateLimits other = second.getBean(RateLimits.class);
            assertThat(one.acquire("calls", "alice", 2).current()).isEqualTo(2);
            assertThat(other.acquire("calls", "alice", 2).allowed()).isFalse();
            assertThat(other.acquire("calls", "alice", 1).current()).isEqualTo(3);
            assertThat(one.acquire("calls", "alice", 1).allowed()).isFalse();
        }));
    }

    @Test
    void aLimitMayStayInTheProcess() {
        contextRunner
                .withPropertyValues(
                        KEY + "limits.own.type=requests-per-minute",
                        KEY + "limits.own.limit=3",
                        KEY + "limits.own.store=local")
                .run(context -> {
                    context.getBean(RateLimits.class).acquire("own", "alice", 1);
                    assertThat(context.getBean(StringRedisTemplate.class).keys("vault:rate-limit:own:*"))
                            .isEmpty();
                });
    }

    /** Others do: to a servlet's thread its request is bound. */
    @Test
    void whoMustNotBlockDoesNotWait() {
        contextRunner
                .withPropertyValues(
                        KEY + "limits.held.type=concurrent-requests",
                        KEY + "limits.held.limit=1",
                        KEY + "limits.held.store=local")
                .withBean(Jobs.class)
                .run(context -> {
                    Jobs jobs = context.getBean(Jobs.class);
                    assertThat(jobs.inLocal().subscribeOn(Schedulers.parallel()).block())
                            .startsWith("parallel-");
                    assertThat(jobs.inBoth().subscribeOn(Schedulers.parallel()).block())
                            .startsWith("boundedElastic-");
                    assertThat(jobs.inBoth().block())
                            .isEqualTo(Thread.currentThread().getName());
                });
    }

    @Test
    void theConnectionLivesAsLongAsTheApplication() {
        contextRunner.run(context -> {
            StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
            awaitConnections(template, 1);
            contextRunner.run(second -> awaitConnections(template, 2));
            awaitConnections(template, 1);
            assertThat(context.getBean(RedisPermitCounters.class).getPhase())
                    .isGreaterThan(
                            context.getBean(LettuceConnectionFactory.class).getPhase())
                    .isLessThan(SmartLifecycle.DEFAULT_PHASE - 2048);
        });
    }

    /** The first try may take too long on a busy machine; others follow. */
    private static void awaitRedis(ApplicationContext context) {
        String key = UUID.randomUUID().toString();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            context.getBean(RateLimits.class).acquire("warm", key, 1);
            return context.getBean(StringRedisTemplate.class).hasKey("vault:rate-limit:warm:" + key);
        });
    }

    private static void awaitConnections(StringRedisTemplate template, long expected) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(connections(template)).isEqualTo(expected));
    }

    private static long connections(StringRedisTemplate template) {
        return template.getClientList().stream()
                .filter(client -> "vault-rate-limit".equals(client.getName()))
                .count();
    }

    @Test
    void nothingIsAskedOfRedisForLocalLimits() {
        withoutRedis
                .withPropertyValues(KEY + "store=local")
                .withBean(
                        "broken",
                        RedisConnectionFactory.class,
                        () -> {
                            throw new IllegalStateException("Not to be made");
                        },
                        definition -> ((AbstractBeanDefinition) definition).setLazyInit(true))
                .run(context -> assertThat(context.getBean(RateLimits.class)
                                .acquire("calls", "", 1)
                                .allowed())
                        .isTrue());
    }

    @Test
    void decisionsWithoutRedisAreCounted() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(VaultMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("spring.data.redis.password=wrong", KEY + "on-store-failure=deny")
                .run(context -> {
                    assertThat(context.getBean(RateLimits.class)
                                    .acquire("calls", "bob", 1)
                                    .allowed())
                            .isFalse();
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("vault.rate.limit.decisions")
                                    .tag("limit", "calls")
                                    .tag("outcome", "store_failure")
                                    .counter()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void theDependencyIsNamed() {
        contextRunner
                .withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
                .run(context -> assertError(context, "org.springframework.boot:spring-boot-starter-data-redis"));
        contextRunner
                .withClassLoader(new FilteredClassLoader(RedisClient.class))
                .run(context -> assertError(context, "org.springframework.boot:spring-boot-starter-data-redis"));
    }

    @Test
    void theBeanIsNamed() {
        withoutRedis.run(context -> assertError(context, "there is no bean RedisConnectionFactory"));
        withoutRedis
                .withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
                .run(context -> assertError(context, "make your bean a LettuceConnectionFactory"));
        withoutRedis
                .withBean("one", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
                .withBean("two", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
                .run(context -> assertError(context, "mark one as @Primary"));
    }

    private static void assertError(AssertableApplicationContext context, String text) {
        assertThat(context).hasFailed();
        ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
        assertThat(error.configKey()).isEqualTo(KEY + "store");
        assertThat(error.getMessage() + " " + error.expectedType()).contains(text);
    }

    /** They answer on which thread they are. */
    static class Jobs {

        private static String where() {
            return Thread.currentThread().getName();
        }

        @VaultRateLimit("held")
        public Mono<String> inLocal() {
            return Mono.fromSupplier(Jobs::where);
        }

        @VaultRateLimit("held")
        @VaultRateLimit("calls")
        public Mono<String> inBoth() {
            return Mono.fromSupplier(Jobs::where);
        }
    }
}
