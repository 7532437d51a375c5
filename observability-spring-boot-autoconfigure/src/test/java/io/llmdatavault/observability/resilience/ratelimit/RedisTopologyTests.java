package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.llmdatavault.observability.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import redis.embedded.RedisSentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Permits in a real cluster of one node, and in a Redis that a real sentinel knows, by Spring Boot's keys. */
class RedisTopologyTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RedisAutoConfiguration.class))
            .withPropertyValues("spring.data.redis.password=" + TestRedis.PASSWORD);

    @TempDir
    Path folder;

    @Test
    void aCluster() throws Exception {
        try (TestRedis redis =
                new TestRedis("cluster-enabled yes", "cluster-config-file " + folder.resolve("nodes.conf"))) {
            administer(redis.port(), node -> {
                node.clusterAddSlots(IntStream.range(0, 16384).toArray());
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> node.clusterInfo().contains("cluster_state:ok"));
            });
            contextRunner
                    .withPropertyValues("spring.data.redis.cluster.nodes=127.0.0.1:" + redis.port())
                    .run(context -> {
                        LettuceConnectionFactory factory = context.getBean(LettuceConnectionFactory.class);
                        assertThat(factory.getRequiredNativeClient()).isInstanceOf(RedisClusterClient.class);
                        countsIn(factory);
                    });
        }
    }

    @Test
    void aSentinel() throws Exception {
        try (TestRedis redis = new TestRedis()) {
            RedisSentinel sentinel = startSentinel(redis.port());
            try {
                contextRunner
                        .withPropertyValues(
                                "spring.data.redis.sentinel.master=vault",
                                "spring.data.redis.sentinel.nodes=127.0.0.1:"
                                        + sentinel.ports().get(0))
                        .run(context -> countsIn(context.getBean(LettuceConnectionFactory.class)));
            } finally {
                sentinel.stop();
            }
        }
    }

    /** Another process may take the port meanwhile. */
    private static RedisSentinel startSentinel(int masterPort) throws IOException {
        for (int attempt = 1; ; attempt++) {
            RedisSentinel sentinel = RedisSentinel.newRedisSentinel()
                    .port(FreePort.find())
                    .bind("127.0.0.1")
                    .masterName("vault")
                    .masterPort(masterPort)
                    .quorumSize(1)
                    .downAfterMilliseconds(600_000)
                    .build();
            try {
                sentinel.start();
                return sentinel;
            } catch (IOException | RuntimeException ex) {
                if (attempt == 5) {
                    throw ex;
                }
            }
        }
    }

    private static void countsIn(LettuceConnectionFactory factory) {
        try (RedisInstance instance = new RedisInstance(factory, RedisInstance.TIMEOUT, OnStoreFailure.LOCAL)) {
            PermitCounter counter = instance.counter("topology", Duration.ofMinutes(1));
            instance.start();
            assertThat(counter.take("a", 2, 3).used()).isEqualTo(2);
            assertThat(counter.take("b", 3, 3).allowed()).isTrue();
            assertThat(counter.take("a", 2, 3).allowed()).isFalse();
        }
    }

    private static void administer(int port, Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withPassword(TestRedis.PASSWORD.toCharArray())
                .build());
        try {
            work.accept(client.connect().sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }
}
