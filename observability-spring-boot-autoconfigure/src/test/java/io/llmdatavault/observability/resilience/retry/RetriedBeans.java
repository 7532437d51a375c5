package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.NetworkError;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests retry, and what cannot be retried. */
public final class RetriedBeans {

    private RetriedBeans() {}

    private static NetworkError failure() {
        return NetworkError.builder("connection reset").retryable(true).build();
    }

    /** Public, because proxies of another class loader must reach it. */
    public static class Flaky {

        final AtomicInteger calls = new AtomicInteger();

        public AtomicInteger calls() {
            return calls;
        }

        @VaultRetry
        public String succeedsOnThird() {
            if (calls.incrementAndGet() < 3) {
                throw failure();
            }
            return "attempt " + calls;
        }

        public void notAnnotated() {
            calls.incrementAndGet();
            throw failure();
        }
    }

    @VaultRetry
    static class RetriedType {

        private int calls;

        private int otherCalls;

        public int call() {
            if (++calls < 3) {
                throw failure();
            }
            return calls;
        }

        int packagePrivate() {
            if (++otherCalls < 3) {
                throw failure();
            }
            return otherCalls;
        }
    }

    interface Api {

        @VaultRetry
        int call() throws IOException;
    }

    static class RetriedInterface implements Api {

        private int calls;

        @Override
        public int call() throws IOException {
            if (++calls < 3) {
                throw failure();
            }
            return calls;
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @VaultRetry(policy = "patient")
    @interface Patient {}

    static class Composed {

        private int calls;

        @Patient
        int call() {
            if (++calls < 5) {
                throw failure();
            }
            return calls;
        }
    }

    static class Rows {

        private final JdbcTemplate jdbc;

        private int calls;

        Rows(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @VaultRetry
        @Transactional
        public void insert() {
            calls++;
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isTrue();
            jdbc.update("insert into entries values (?)", calls);
            if (calls < 3) {
                throw failure();
            }
        }
    }

    static class UnknownPolicy {

        @VaultRetry(policy = "unheard-of")
        void call() {}
    }

    static class FinalMethod {

        @VaultRetry
        final void call() {}
    }

    static class PrivateMethod {

        @VaultRetry
        private void call() {}
    }

    static class Reactive {

        @VaultRetry
        Mono<String> call() {
            return Mono.empty();
        }
    }

    static class Asynchronous {

        @VaultRetry
        CompletableFuture<String> call() {
            return new CompletableFuture<>();
        }
    }
}
