package io.llmdatavault.observability.resilience.retry;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.llmdatavault.observability.error.NetworkError;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
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

    static class PlainFuture {

        @VaultRetry
        Future<String> call() {
            return new CompletableFuture<>();
        }
    }

    /** What fails after it has returned. */
    static class Reactive {

        private final AtomicInteger calls = new AtomicInteger();

        @VaultRetry(fallbackMethod = "nothing")
        Mono<String> read(int failures) {
            return Mono.defer(
                    () -> calls.incrementAndGet() <= failures ? Mono.error(failure()) : Mono.just("" + calls));
        }

        Mono<String> nothing(int failures) {
            return Mono.just("nothing");
        }

        @VaultRetry(fallbackMethod = "none")
        Flux<String> readAll(int failures) {
            return read(failures).flux();
        }

        Flux<String> none(int failures, NetworkError failure) {
            return Flux.empty();
        }
    }

    /** The same with futures. */
    static class Asynchronous {

        private final AtomicInteger calls = new AtomicInteger();

        @VaultRetry(fallbackMethod = "nothing")
        CompletableFuture<String> read(int failures) {
            return calls.incrementAndGet() <= failures
                    ? CompletableFuture.failedFuture(failure())
                    : CompletableFuture.completedFuture("" + calls);
        }

        CompletableFuture<String> nothing(int failures, NetworkError failure) {
            return CompletableFuture.completedFuture("nothing after " + failure.getMessage());
        }

        @VaultRetry
        CompletionStage<String> plain(int failures) {
            return read(failures);
        }
    }

    /** What is not wanted, and what stands in. */
    static class Polling {

        private final AtomicInteger calls = new AtomicInteger();

        @VaultRetry(retryOnResult = NotDone.class)
        int progress() {
            return calls.incrementAndGet();
        }

        @VaultRetry(fallbackMethod = "standIn")
        String read(String id, RuntimeException failure) {
            throw failure;
        }

        private String standIn(String id, RuntimeException failure) {
            return id + " for any";
        }

        private String standIn(String id, RuntimeException failure, NetworkError ex) {
            return id + " for the network";
        }

        private String standIn(String id, RuntimeException failure, IllegalStateException ex) throws IOException {
            throw new IOException("the fallback fails", ex);
        }
    }

    /** Fallbacks that take what the method takes, and those that fail themselves. */
    static class Substitutes {

        @VaultRetry(fallbackMethod = "afterAll")
        String last(String id, RuntimeException failure) {
            throw new IllegalStateException(failure);
        }

        String afterAll(String id, RuntimeException failure) {
            return id + " without failure";
        }

        String afterAll(String id, RuntimeException failure, Throwable ex) {
            return id + " after " + ex.getClass().getSimpleName();
        }

        @VaultRetry(fallbackMethod = "brokenToo")
        String broken(String id) {
            throw new IllegalStateException("of the method");
        }

        String brokenToo(String id) {
            throw new IllegalArgumentException("of the fallback");
        }

        @VaultRetry(fallbackMethod = "brokenLaterToo")
        CompletableFuture<String> brokenLater(String id) {
            return CompletableFuture.failedFuture(new IllegalStateException("of the method"));
        }

        CompletableFuture<String> brokenLaterToo(String id) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("of the fallback"));
        }

        @VaultRetry(fallbackMethod = "brokenMonoToo")
        Mono<String> brokenMono(String id) {
            return Mono.error(new IllegalStateException("of the method"));
        }

        Mono<String> brokenMonoToo(String id) {
            return Mono.error(new IllegalArgumentException("of the fallback"));
        }
    }

    static class NotDone implements Predicate<Integer> {

        @Override
        public boolean test(Integer progress) {
            return progress < 3;
        }
    }

    static class WrongFallback {

        @VaultRetry(fallbackMethod = "standIn")
        String call() {
            return "";
        }

        String standIn(String id) {
            return id;
        }

        int standIn() {
            return 0;
        }
    }

    static class WrongPredicate {

        @VaultRetry(retryOnResult = Unmakeable.class)
        String call() {
            return "";
        }
    }

    static class PredicateOfMany {

        @VaultRetry(retryOnResult = NotDone.class)
        Flux<Integer> call() {
            return Flux.empty();
        }
    }

    static class PredicateOfNothing {

        @VaultRetry(retryOnResult = NotDone.class)
        void call() {}
    }

    static class PredicateOfNothingLater {

        @VaultRetry(retryOnResult = NotDone.class)
        CompletableFuture<Void> call() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class PredicateOfAnother {

        @VaultRetry(retryOnResult = NotDone.class)
        String call() {
            return "";
        }
    }

    static class PredicateOfAnotherLater {

        @VaultRetry(retryOnResult = NotDone.class)
        Mono<String> call() {
            return Mono.empty();
        }
    }

    static class PredicatesThatFit {

        @VaultRetry(retryOnResult = NotDone.class)
        int primitive() {
            return 5;
        }

        @VaultRetry(retryOnResult = NotDone.class)
        CompletionStage<Integer> later() {
            return CompletableFuture.completedFuture(5);
        }

        @VaultRetry(retryOnResult = NotDone.class)
        Mono<? extends Number> wider() {
            return Mono.just(5);
        }

        @VaultRetry(retryOnResult = NotDone.class)
        <T> T unknown(T value) {
            return value;
        }
    }

    static class Unmakeable implements Predicate<String> {

        Unmakeable(String secret) {}

        @Override
        public boolean test(String result) {
            return false;
        }
    }
}
