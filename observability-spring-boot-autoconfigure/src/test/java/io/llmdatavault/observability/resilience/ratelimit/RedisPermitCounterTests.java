package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/** Permits that instances share, in a real Redis. */
class RedisPermitCounterTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TestRedis redis;

    private static RedisInstance instance;

    private static RedisClient client;

    private static RedisCommands<String, String> commands;

    @BeforeAll
    static void start() throws IOException {
        redis = new TestRedis();
        client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(redis.port())
                .withPassword(TestRedis.PASSWORD.toCharArray())
                .build());
        commands = client.connect().sync();
        instance = RedisInstance.of(redis);
        instance.start();
    }

    @AfterAll
    static void stop() throws IOException {
        try {
            assertThat(commands.keys("*")).isNotEmpty().allSatisfy(key -> {
                assertThat(key).startsWith("vault:rate-limit:");
                // -1 is a key without an end; one that has ended meanwhile is -2.
                assertThat(commands.pttl(key)).as(key).isNotEqualTo(-1).isLessThanOrEqualTo(MINUTE.toMillis());
            });
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            instance.close();
            redis.close();
        }
    }

    @Test
    void takesAllOrNone() {
        PermitCounter counter = instance.counter("all-or-none", MINUTE);
        assertThat(counter.take("a", 3, 5)).satisfies(count -> {
            assertThat(count.allowed()).isTrue();
            assertThat(count.used()).isEqualTo(3);
            assertThat(count.nanosToReset()).isBetween(1L, MINUTE.toNanos());
        });
        assertThat(counter.take("a", 3, 5)).satisfies(count -> {
            assertThat(count.allowed()).isFalse();
            assertThat(count.used()).isEqualTo(3);
        });
        assertThat(counter.take("a", 2, 5).allowed()).isTrue();
        assertThat(counter.take("b", 5, 5).allowed()).isTrue();
        assertThat(counter.take("c", 6, 5).allowed()).isFalse();
    }

    @Test
    void aWindowEnds() {
        PermitCounter counter = instance.counter("ends", MINUTE);
        PermitCounter.Count first = counter.take("", 2, 2);
        assertThat(first.nanosToReset()).isEqualTo(MINUTE.toNanos());
        assertThat(counter.take("", 1, 2).allowed()).isFalse();
        commands.pexpire("vault:rate-limit:ends:", 1);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> assertThat(counter.take("", 2, 2).allowed()).isTrue());
    }

    @Test
    void oneRoundTripADecision() {
        PermitCounter counter = instance.counter("round-trips", MINUTE);
        instance.commands();
        counter.take("", 1, 2);
        assertThat(instance.commands()).containsExactly("EVALSHA");
        counter.take("", 1, 2);
        counter.take("", 1, 2);
        assertThat(instance.commands()).containsExactly("EVALSHA", "EVALSHA");
        commands.scriptFlush();
        counter.take("", 1, 2);
        assertThat(instance.commands()).containsExactly("EVALSHA", "EVAL");
        counter.take("", 1, 2);
        assertThat(instance.commands()).containsExactly("EVALSHA");
    }

    @Test
    void aChangedLimitKeepsWhatIsUsed() {
        PermitCounter counter = instance.counter("changed", MINUTE);
        counter.take("", 4, 4);
        assertThat(counter.take("", 1, 5).used()).isEqualTo(5);
        assertThat(counter.take("", 1, 3)).satisfies(count -> {
            assertThat(count.allowed()).isFalse();
            assertThat(count.used()).isEqualTo(5);
        });
    }

    @Test
    void aShorterWindowCutsWhatIsLeft() {
        instance.counter("shorter", MINUTE).take("", 2, 2);
        PermitCounter.Count count =
                instance.counter("shorter", Duration.ofSeconds(30)).take("", 1, 2);
        assertThat(count.used()).isEqualTo(2);
        assertThat(count.nanosToReset()).isEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(commands.pttl("vault:rate-limit:shorter:")).isLessThanOrEqualTo(30_000);
    }

    @Test
    void aKeyWithoutEndGetsOne() {
        commands.set("vault:rate-limit:endless:", "7");
        assertThat(instance.counter("endless", MINUTE).take("", 1, 7)).satisfies(count -> {
            assertThat(count.allowed()).isFalse();
            assertThat(count.nanosToReset()).isEqualTo(MINUTE.toNanos());
        });
        assertThat(commands.pttl("vault:rate-limit:endless:")).isPositive();
    }

    @Test
    void givesBack() {
        PermitCounter counter = instance.counter("back", MINUTE);
        PermitCounter.Count two = counter.take("", 2, 3);
        counter.take("", 1, 3);
        two.giveBack();
        assertThat(counter.take("", 2, 3).used()).isEqualTo(3);
        counter.take("", 1, 3).giveBack();
        assertThat(counter.take("", 1, 3)).satisfies(count -> {
            assertThat(count.allowed()).isFalse();
            assertThat(count.used()).isEqualTo(3);
        });
    }

    /** A failure by itself: the circuit is closed, and Redis is told what it is to take back. */
    @Test
    void givesBackWhereItWasTaken() {
        List<String> log = new ArrayList<>();
        RedisStore store = mock(RedisStore.class);
        PermitCounter meanwhile = mock(PermitCounter.class);
        PermitCounter counter = new RedisPermitCounter(
                store, "calls", MINUTE, 10, false, meanwhile, mock(OutcomeCounter.class), System::nanoTime);
        given(store.isAsked()).willReturn(true);
        given(store.ask(any(), any(), any(), anyLong(), anyLong(), anyLong()))
                .willReturn(null)
                .willReturn(List.of(1L, 1L, 60_000L));
        given(meanwhile.take("alice", 1, 3)).willReturn(new PermitCounter.Count(true, 1, 1, () -> log.add("here")));
        willAnswer(call -> log.add("there")).given(store).tell(any(), any(), anyLong(), anyLong());
        PermitCounter.Count here = counter.take("alice", 1, 3);
        PermitCounter.Count there = counter.take("alice", 1, 3);
        here.giveBack();
        assertThat(log).containsExactly("here");
        there.giveBack();
        assertThat(log).containsExactly("here", "there");
    }

    @Test
    void aFloodOfKeysMakesABoundedNumberOfThem() {
        PermitCounter counter = instance.counter("flood", MINUTE);
        assertThat(counter.take("known", 3, 3).allowed()).isTrue();
        for (int key = 0; key < 5000; key++) {
            counter.take("made-up-" + key, 1, 1_000_000);
        }
        assertThat(commands.keys("vault:rate-limit:flood:*")).hasSize(100);
        assertThat(commands.keys("vault:rate-limit::newcomers:flood:*")).hasSizeBetween(900, 1024);
        // Neither pushed out nor begun anew.
        assertThat(counter.take("known", 1, 3).allowed()).isFalse();
        assertThat(counter.take("", 3, 3).allowed()).isTrue();
        instance.pass(MINUTE);
        counter.take("later", 1, 3);
        assertThat(commands.exists("vault:rate-limit:flood:later")).isEqualTo(1);
    }

    @Test
    void secretsAreNotToBeReadInRedis() {
        PermitCounter counter = instance.counters.create("secret", MINUTE, 10, true);
        counter.take("Planted-4711", 1, 3);
        assertThat(counter.take("Planted-4711", 2, 3).used()).isEqualTo(3);
        assertThat(commands.keys("vault:rate-limit:secret:*"))
                .singleElement()
                .asString()
                .matches("vault:rate-limit:secret:sha256:[0-9a-f]{64}");
        assertThat(commands.keys("*Planted*")).isEmpty();
    }

    @Test
    void keysAreReadableAndDistinct() {
        RedisPermitCounter counter = (RedisPermitCounter) instance.counter("keys", MINUTE);
        assertThat(counter.redisKey("10.0.0.1")).isEqualTo("vault:rate-limit:keys:10.0.0.1");
        assertThat(counter.redisKey("Zoë 😀")).isEqualTo("vault:rate-limit:keys:Zoë 😀");
        assertThat(counter.redisKey("")).isEqualTo("vault:rate-limit:keys:");
        assertThat(List.of("{x}", "}", "\ud800", "\udc00", "a\nb", "\u0000"))
                .extracting(counter::redisKey)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("vault:rate-limit:keys:sha256:[0-9a-f]{64}"));
    }

    @Test
    void instancesShareOneLimitExactly() throws Exception {
        try (RedisInstance second = RedisInstance.of(redis)) {
            List<PermitCounter> counters =
                    List.of(instance.counter("shared", MINUTE), second.counter("shared", MINUTE));
            second.start();
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<Long>> allowed = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    PermitCounter counter = counters.get(i % 2);
                    allowed.add(threads.submit(() -> {
                        long passed = 0;
                        for (int call = 0; call < 100; call++) {
                            PermitCounter.Count count = counter.take("", 1, 500);
                            assertThat(count).isNotEqualTo(RedisInstance.MEANWHILE);
                            passed += count.allowed() ? 1 : 0;
                        }
                        return passed;
                    }));
                }
                long sum = 0;
                for (Future<Long> one : allowed) {
                    sum += one.get();
                }
                assertThat(sum).isEqualTo(500);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void theConnectionHasAName() {
        assertThat(commands.clientList()).contains("name=vault-rate-limit ");
    }

    @Test
    void anInterruptedCallerGetsItsDecision() {
        PermitCounter counter = instance.counter("interrupted", MINUTE);
        Thread.currentThread().interrupt();
        PermitCounter.Count count = counter.take("", 1, 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(count).isNotEqualTo(RedisInstance.MEANWHILE);
        assertThat(count.allowed()).isTrue();
    }
}
