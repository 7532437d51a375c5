package io.llmdatavault.observability.resilience.retry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

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

    @Test
    void readsLater() {
        contextRunner.run(context -> {
            RetryExecutor retryExecutor = context.getBean(RetryExecutor.class);
            Storage storage = new Storage();
            String id = "a";
            CompletableFuture<byte[]> later =
                    retryExecutor.executeAsync("patient", "read_record", () -> storage.readAsync(id));
            assertThat(later.get()).containsExactly(3);
        });
    }

    @Test
    void waitsForAResultAndFallsBack() {
        contextRunner
                .withBean(Jobs.class)
                .withBean(Importer.class)
                .withBean(Rates.class)
                .run(context -> {
                    assertThat(context.getBean(Importer.class).progress("a").percent())
                            .isEqualTo(3);
                    assertThat(context.getBean(Rates.class).rate("EUR").value()).isEqualTo(1.0);
                });
    }

    record Progress(int percent) {}

    record Rate(double value) {}

    static class Jobs {

        private final AtomicInteger percent = new AtomicInteger();

        Progress progress(String job) {
            return new Progress(percent.incrementAndGet());
        }
    }

    static class NotDone implements Predicate<Progress> {

        @Override
        public boolean test(Progress progress) {
            return progress.percent() < 100;
        }
    }

    static class Importer {

        private final Jobs jobs;

        Importer(Jobs jobs) {
            this.jobs = jobs;
        }

        @VaultRetry(retryOnResult = NotDone.class)
        public Progress progress(String job) {
            return jobs.progress(job);
        }
    }

    static class Rates {

        private final RateSource rates = currency -> {
            throw NetworkError.builder("reset").retryable(true).build();
        };

        private final RateSource cache = currency -> new Rate(1);

        @VaultRetry(fallbackMethod = "lastKnown")
        public Rate rate(String currency) {
            return rates.current(currency);
        }

        Rate lastKnown(String currency, NetworkError failure) {
            return cache.current(currency);
        }
    }

    interface RateSource {

        Rate current(String currency);
    }

    static class Storage {

        private final AtomicInteger calls = new AtomicInteger();

        byte[] read(String id) {
            if (calls.incrementAndGet() < 3) {
                throw NetworkError.builder("reset").retryable(true).build();
            }
            return new byte[] {(byte) calls.get()};
        }

        CompletableFuture<byte[]> readAsync(String id) {
            return CompletableFuture.supplyAsync(() -> read(id));
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
