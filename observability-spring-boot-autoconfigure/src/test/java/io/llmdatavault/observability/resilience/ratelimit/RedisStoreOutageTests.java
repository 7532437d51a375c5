package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/** A real Redis that hangs, stops, is killed, or does not let us in: calls do not wait, and it is used again by itself. */
@ExtendWith(OutputCaptureExtension.class)
class RedisStoreOutageTests {

    private static final String WARNING = "Rate limits are decided without Redis";

    private static final String BACK = "Redis answers again";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /** How long anything may take on a slow machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static TestRedis redis;

    private RedisInstance instance;

    private PermitCounter counter;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = new TestRedis();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    /**
     * Returns when Redis decides, and an outage would be told.
     * @return where the log is then: on a slow machine it may tell of an outage already
     */
    private int start(CapturedOutput output) {
        open(redis.connectionFactory(TestRedis.PASSWORD), OnStoreFailure.LOCAL);
        awaitQuiet(output);
        return output.length();
    }

    @AfterEach
    void close() {
        if (instance != null) {
            instance.close();
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("vault-rate-limit-redis"));
    }

    private void open(LettuceConnectionFactory factory, OnStoreFailure onFailure) {
        instance = new RedisInstance(factory, TIMEOUT, onFailure);
        counter = instance.counter("outage", MINUTE);
        instance.counters.start();
    }

    private void awaitRedis() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(take()).isNotEqualTo(RedisInstance.MEANWHILE));
    }

    private void awaitQuiet(CapturedOutput output) {
        awaitRedis();
        await().atMost(PATIENCE)
                .until(() -> StringUtils.countOccurrencesOf(output.toString(), WARNING)
                        == StringUtils.countOccurrencesOf(output.toString(), BACK));
        instance.pass(MINUTE);
    }

    private void awaitMeanwhile(CapturedOutput output, int start) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
            assertThat(since(start, output)).contains(WARNING);
        });
    }

    /** Redis decides before the log says so. */
    private void awaitBack(CapturedOutput output, int start) {
        awaitRedis();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(since(start, output))
                        .containsOnlyOnce(WARNING)
                        .containsOnlyOnce(BACK));
    }

    private static String since(int start, CapturedOutput output) {
        return output.toString().substring(start);
    }

    private PermitCounter.Count take() {
        return counter.take("", 1, 1_000_000);
    }

    @Test
    void aFrozenRedisDelaysTheFirstFewOnly(CapturedOutput output) throws Exception {
        int start = start(output);
        redis.freeze();
        instance.commands();
        try {
            for (int call = 0; call < 1000; call++) {
                assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
            }
        } finally {
            redis.thaw();
        }
        assertThat(instance.commands()).hasSize(3);
        awaitBack(output, start);
        assertThat(since(start, output)).contains("it does not answer in time");
    }

    @Test
    void aCallOfSeveralLimitsWaitsOnce(CapturedOutput output) throws Exception {
        start(output);
        List<CountedLimit> limits =
                Stream.of("first", "second", "third").map(this::countedLimit).toList();
        redis.freeze();
        instance.commands();
        try {
            HeldPermits.take(limits, (limit, wait) -> limit.ask(null, 1, wait)).close();
            assertThat(instance.commands()).hasSize(1);
        } finally {
            redis.thaw();
        }
    }

    private CountedLimit countedLimit(String name) {
        return new CountedLimit(
                name,
                RequestRate.REQUESTS_PER_MINUTE,
                new LimitNumbers(5, Map.of(), Set.of()),
                instance.counter(name, MINUTE),
                mock(OutcomeCounter.class),
                null,
                new TimeOfDay(Clock.systemUTC(), System::nanoTime));
    }

    @Test
    void aStoppedRedisIsUsedAgain(CapturedOutput output) throws Exception {
        int start = start(output);
        redis.stop();
        awaitMeanwhile(output, start);
        redis.start();
        awaitBack(output, start);
    }

    @Test
    void aKilledRedisIsUsedAgain(CapturedOutput output) throws Exception {
        int start = start(output);
        redis.kill();
        awaitMeanwhile(output, start);
        redis.start();
        awaitBack(output, start);
    }

    /** Its address leads nowhere now, and nobody says so: the connection looks open, and so may new ones. */
    @Test
    void aRedisThatHasGoneWithoutAWordIsUsedAgainWhereItIsNow(CapturedOutput output) throws Exception {
        try (SilentAddress address = new SilentAddress(redis.port())) {
            open(withPatience(address.port()), OnStoreFailure.LOCAL);
            awaitQuiet(output);
            int start = output.length();
            address.swallow();
            awaitMeanwhile(output, start);
            // A try to connect anew is not answered either.
            address.awaitConnection();
            address.leadToRedis();
            awaitBack(output, start);
        }
    }

    @Test
    @Timeout(300) // an hour is what the client waits
    void startsWhereTheAddressSwallowsConnections() throws Exception {
        try (SilentAddress address = new SilentAddress(redis.port())) {
            address.swallow();
            open(withPatience(address.port()), OnStoreFailure.LOCAL);
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
            address.awaitConnection();
            address.leadToRedis();
            awaitRedis();
        }
    }

    /** An application whose own commands wait longer than any test does. */
    private static LettuceConnectionFactory withPatience(int port) {
        RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", port);
        configuration.setPassword(TestRedis.PASSWORD);
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                configuration,
                LettuceClientConfiguration.builder()
                        .commandTimeout(Duration.ofHours(1))
                        .build());
        factory.afterPropertiesSet();
        return factory;
    }

    @Test
    void aWrongPasswordIsNamed(CapturedOutput output) {
        openWithPatience("wrong");
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains("it does not accept the credentials")
                .doesNotContain(TestRedis.PASSWORD);
    }

    @Test
    void aStoppedRedisIsNamed(CapturedOutput output) throws Exception {
        redis.stop();
        try {
            openWithPatience(TestRedis.PASSWORD);
        } finally {
            redis.start();
        }
        assertThat(output).containsOnlyOnce(WARNING).contains("it cannot be reached");
    }

    /** Waits for the first try as long as it takes. */
    private static void openWithPatience(String password) {
        LettuceConnectionFactory factory = redis.connectionFactory(password);
        RedisStore store = new RedisStore(
                new RedisConnector(factory), TIMEOUT, PATIENCE, new StoreCircuit("local", System::nanoTime));
        try {
            store.open(PATIENCE);
            assertThat(store.isAsked()).isFalse();
        } finally {
            store.close();
            factory.destroy();
        }
    }

    @Test
    void startUpGoesOnWithoutRedis(CapturedOutput output) throws Exception {
        redis.stop();
        try {
            open(redis.connectionFactory(TestRedis.PASSWORD), OnStoreFailure.LOCAL);
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
        } finally {
            redis.start();
        }
        awaitBack(output, 0);
    }

    @Test
    @Timeout(300) // an hour is what the client waits
    void startUpDoesNotWaitForAFrozenRedis() throws Exception {
        redis.freeze();
        try {
            open(withPatience(redis.port()), OnStoreFailure.LOCAL);
            assertThat(take()).isEqualTo(RedisInstance.MEANWHILE);
        } finally {
            redis.thaw();
        }
        awaitRedis();
    }

    @Test
    void allowsAllOrNoneWhereToldTo() {
        open(redis.connectionFactory("wrong"), OnStoreFailure.ALLOW);
        assertThat(take()).isEqualTo(new PermitCounter.Count(true, 1, MINUTE.toNanos(), PermitCounter.Origin.NOTHING));
        instance.close();
        open(redis.connectionFactory("wrong"), OnStoreFailure.DENY);
        assertThat(take())
                .isEqualTo(new PermitCounter.Count(
                        false, 1_000_000, Duration.ofSeconds(1).toNanos(), PermitCounter.Origin.NOTHING));
    }
}
