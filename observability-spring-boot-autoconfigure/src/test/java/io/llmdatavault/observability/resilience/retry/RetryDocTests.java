package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** The code of docs/retry.md, compiled and run. */
class RetryDocTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RetryAutoConfiguration.class, ErrorTranslatorAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.retry.initial-backoff=1ms",
                    "vault.observability.retry.policies.patient.max-attempts=5");

    @Test
    void readsWithTheAnnotation() {
        contextRunner
                .withBean(Storage.class)
                .withBean(Records.class)
                .run(context ->
                        assertThat(context.getBean(Records.class).read("a")).containsExactly(3));
    }

    @Test
    void readsWithTheExecutor() {
        contextRunner.run(context -> {
            RetryExecutor retryExecutor = context.getBean(RetryExecutor.class);
            Storage storage = new Storage();
            String id = "a";
            byte[] bytes = retryExecutor.execute("patient", "read_record", () -> storage.read(id));
            assertThat(bytes).containsExactly(3);
        });
    }

    static class Storage {

        private final AtomicInteger calls = new AtomicInteger();

        byte[] read(String id) {
            if (calls.incrementAndGet() < 3) {
                throw NetworkError.builder("reset").retryable(true).build();
            }
            return new byte[] {(byte) calls.get()};
        }
    }

    static class Records {

        private final Storage storage;

        Records(Storage storage) {
            this.storage = storage;
        }

        @VaultRetry
        public byte[] read(String id) {
            return storage.read(id);
        }
    }
}
