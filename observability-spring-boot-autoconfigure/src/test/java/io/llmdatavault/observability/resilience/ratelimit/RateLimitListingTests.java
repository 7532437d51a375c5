package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the page shows of Redis is what Redis answers. */
class RateLimitListingTests {

    private static final Path PAGE = Path.of("..", "docs", "rate-limits.md");

    private static final String LIMITS = "vault.observability.rate-limit.limits.";

    @Test
    void isWhatRedisAnswers() throws IOException {
        try (TestRedis redis = new TestRedis()) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
                    .withConfiguration(AutoConfigurations.of(RedisAutoConfiguration.class))
                    .withPropertyValues(
                            "spring.data.redis.host=127.0.0.1",
                            "spring.data.redis.port=" + redis.port(),
                            "spring.data.redis.password=" + TestRedis.PASSWORD,
                            "vault.observability.rate-limit.store=redis",
                            "vault.observability.rate-limit.store-timeout=30s",
                            LIMITS + "exports.type=requests-per-hour",
                            LIMITS + "exports.limit=10",
                            LIMITS + "exports.key=principal",
                            LIMITS + "partners.type=requests-per-hour",
                            LIMITS + "partners.limit=100",
                            LIMITS + "partners.key=header:X-Api-Key")
                    .run(context -> {
                        RateLimits limits = context.getBean(RateLimits.class);
                        StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
                        await().atMost(Duration.ofSeconds(60)).until(() -> {
                            limits.acquire("partners", "Planted-4711", 1);
                            return !template.keys("vault:rate-limit:partners:*").isEmpty();
                        });
                        limits.acquire("exports", "alice", 3);
                        assertThat(withoutTime(Files.readString(PAGE))).contains(withoutTime(listing(template)));
                    });
        }
    }

    private static String listing(StringRedisTemplate template) {
        String key = "vault:rate-limit:exports:alice";
        return "```\n"
                + "> KEYS vault:rate-limit:exports:*\n"
                + keys(template, "vault:rate-limit:exports:*")
                + "> KEYS vault:rate-limit:partners:*\n"
                + keys(template, "vault:rate-limit:partners:*")
                + "> GET " + key + "\n" + template.opsForValue().get(key) + "\n"
                + "> PTTL " + key + "\n"
                + template.getExpire(key, TimeUnit.MILLISECONDS) + "\n```\n";
    }

    private static String keys(StringRedisTemplate template, String pattern) {
        return template.keys(pattern).stream().sorted().collect(Collectors.joining("\n", "", "\n"));
    }

    /** It is another in each run. */
    private static String withoutTime(String text) {
        return text.replaceAll("3[0-9]{6}\\n", "<time>\n");
    }
}
