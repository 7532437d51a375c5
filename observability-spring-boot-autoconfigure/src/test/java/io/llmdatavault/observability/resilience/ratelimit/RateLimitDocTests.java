package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.RateLimitError;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The code in docs/rate-limits.md is the code below, and does what the page says. */
class RateLimitDocTests {

    private static final Path PAGE = Path.of("../docs/rate-limits.md");

    private static final Path SOURCE =
            Path.of("src/test/java/io/llmdatavault/observability/resilience/ratelimit", "RateLimitDocTests.java");

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.rate-limit.limits.exports.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.exports.limit=1",
                    "vault.observability.rate-limit.limits.exports.key=principal",
                    "vault.observability.rate-limit.limits.uploads.type=requests-per-minute",
                    "vault.observability.rate-limit.limits.uploads.limit=3",
                    "vault.observability.rate-limit.limits.per-second.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.per-second.limit=3",
                    "vault.observability.rate-limit.limits.per-hour.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.per-hour.limit=1");

    @Test
    void codeIsCompiled() throws Exception {
        String source = Files.readString(SOURCE).replaceAll("(?m)^ +", "");
        assertThat(Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(block -> block.group(1).replaceAll("(?m)^ +", "")))
                .hasSize(3)
                .allSatisfy(block -> assertThat(source).contains(block));
    }

    @Test
    void theExampleWorks() {
        contextRunner.withBean(Exports.class).run(context -> {
            Exports exports = context.getBean(Exports.class);
            assertThat(exports.export()).isEqualTo("everything");
            assertThatExceptionOfType(RateLimitError.class).isThrownBy(exports::export);
            assertThat(exports.upload("acme", List.of("a", "b"))).isEqualTo(2);
            assertThatExceptionOfType(RateLimitError.class).isThrownBy(() -> exports.upload("acme", List.of("c", "d")));
            assertThat(exports.askFor("alice")).isEqualTo("everything");
            assertThat(exports.askFor("alice")).startsWith("Come back at 20");
        });
    }

    @Test
    void allOfSeveralLimitsOrNone() {
        contextRunner.withBean(Mail.class).run(context -> {
            Mail mail = context.getBean(Mail.class);
            mail.send("acme");
            // Refused by the second limit: the first has given back what it gave.
            for (int call = 0; call < 5; call++) {
                assertThatExceptionOfType(RateLimitError.class)
                        .isThrownBy(() -> mail.send("acme"))
                        .withMessageContaining("per-hour");
            }
            mail.send("other");
            mail.send("third");
            assertThatExceptionOfType(RateLimitError.class)
                    .isThrownBy(() -> mail.send("fourth"))
                    .withMessageContaining("per-second");
        });
    }

    static class Mail {

        private final Sender sender = tenant -> {};

        @VaultRateLimit("per-second")
        @VaultRateLimit(value = "per-hour", key = "#tenant")
        public void send(String tenant) {
            sender.send(tenant);
        }
    }

    interface Sender {

        void send(String tenant);
    }

    static class Exports {

        private final RateLimits rateLimits;

        Exports(RateLimits rateLimits) {
            this.rateLimits = rateLimits;
        }

        @VaultRateLimit("exports")
        public String export() {
            return "everything";
        }

        @VaultRateLimit(value = "uploads", key = "#tenant", permits = "#files.size()")
        public int upload(String tenant, List<String> files) {
            return files.size();
        }

        public String askFor(String user) {
            RateLimitDecision decision = rateLimits.acquire("exports", user, 1);
            if (!decision.allowed()) {
                return "Come back at " + decision.resetAt();
            }
            return "everything";
        }
    }
}
