package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.error.TimeoutError;
import org.jspecify.annotations.Nullable;

/**
 * Retries what fails after it has returned. No thread waits: the retry thread starts further attempts when it is their
 * time, on an executor of the application's, with what the first one's thread knew of its request. Thread-safe.
 */
final class StageRetry implements AutoCloseable {

    private final Set<Run<?>> waiting = ConcurrentHashMap.newKeySet();

    private final RetryThread thread;

    private final Supplier<Executor> executor;

    private final Supplier<UnaryOperator<Runnable>> context;

    /**
     * Prepares retries.
     * @param executor finds who runs further attempts
     * @param context takes along what the current thread knows of its request
     */
    StageRetry(RetryThread thread, Supplier<Executor> executor, Supplier<UnaryOperator<Runnable>> context) {
        this.thread = thread;
        this.executor = executor;
        this.context = context;
    }

    <T> CompletableFuture<T> call(
            Retry retry, Supplier<? extends CompletionStage<T>> call, @Nullable Predicate<? super T> unwanted) {
        Run<T> run = new Run<>(retry, call, unwanted, context.get());
        run.whenCancelled(() -> run.cancel(run.current));
        run.attempt();
        return run.result;
    }

    /** Who waits for a further attempt gets the last failure: there will be none. */
    @Override
    public void close() {
        waiting.forEach(Run::giveUp);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean isWrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return isWrapped && cause != null ? cause : failure;
    }

    private final class Run<T> {

        private final CompletableFuture<T> result = new CompletableFuture<>();

        private final Retry retry;

        private final Supplier<? extends CompletionStage<T>> call;

        private final @Nullable Predicate<? super T> unwanted;

        private final UnaryOperator<Runnable> context;

        private final RetryCourse course;

        private volatile @Nullable CompletionStage<T> current;

        private volatile @Nullable Exception lastFailure;

        private volatile @Nullable T lastResult;

        Run(
                Retry retry,
                Supplier<? extends CompletionStage<T>> call,
                @Nullable Predicate<? super T> unwanted,
                UnaryOperator<Runnable> context) {
            this.retry = retry;
            this.call = call;
            this.unwanted = unwanted;
            this.context = context;
            this.course = retry.begin();
        }

        /** Tells the attempt that runs, and the one that is to come, when nobody waits any more. */
        @SuppressWarnings("FutureReturnValueIgnored") // neither of the two fails
        private void whenCancelled(Runnable action) {
            result.whenComplete((value, failure) -> {
                if (result.isCancelled()) {
                    action.run();
                }
            });
        }

        void attempt() {
            CompletionStage<T> stage;
            try {
                stage = Objects.requireNonNull(call.get(), "There is no future to wait for");
            } catch (Exception ex) {
                failed(ex);
                return;
            } catch (Error ex) {
                result.completeExceptionally(ex);
                return;
            }
            current = stage;
            if (result.isDone()) {
                // Cancelled meanwhile.
                cancel(stage);
                return;
            }
            AtomicBoolean ended = new AtomicBoolean();
            Duration longest = course.attemptLimit();
            Future<?> alarm = longest.isZero()
                    ? null
                    : thread.schedule(
                            () -> {
                                if (ended.compareAndSet(false, true)) {
                                    TimeoutError late = TimeoutError.builder(retry.operation(), longest)
                                            .build();
                                    // Also where nobody runs what follows: it must not look like a success.
                                    lastFailure = late;
                                    elsewhere(() -> late(stage, late));
                                }
                            },
                            longest);
            stage.whenComplete((value, failure) -> {
                if (ended.compareAndSet(false, true)) {
                    if (alarm != null) {
                        alarm.cancel(false);
                    }
                    ended(value, failure);
                }
            });
        }

        private void late(CompletionStage<T> stage, TimeoutError late) {
            cancel(stage);
            failed(late);
        }

        private void ended(T value, @Nullable Throwable failure) {
            if (failure == null) {
                succeeded(value);
            } else if (unwrap(failure) instanceof Exception ex) {
                failed(ex);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        }

        private void succeeded(T value) {
            try {
                if (unwanted == null || !unwanted.test(value)) {
                    course.succeeded();
                    result.complete(value);
                    return;
                }
            } catch (RuntimeException | Error ex) {
                result.completeExceptionally(ex);
                return;
            }
            lastFailure = null;
            lastResult = value;
            goOn(course.unwanted());
        }

        private void failed(Exception failure) {
            lastFailure = failure;
            if (result.isDone()) {
                return;
            }
            goOn(course.failed(failure));
        }

        private void goOn(@Nullable Duration delay) {
            if (delay == null) {
                giveUp();
                return;
            }
            waiting.add(this);
            Future<?> start = thread.schedule(() -> elsewhere(this::attemptAgain), delay);
            if (start == null) {
                giveUp();
            } else {
                whenCancelled(() -> {
                    waiting.remove(this);
                    start.cancel(false);
                });
            }
        }

        private void attemptAgain() {
            if (waiting.remove(this) && !result.isDone()) {
                attempt();
            }
        }

        /** Not on the thread that looks at the clock: what runs may block. */
        private void elsewhere(Runnable task) {
            try {
                executor.get().execute(context.apply(task));
            } catch (RuntimeException ex) {
                // Nobody takes it, as when the application stops.
                giveUp();
            }
        }

        void giveUp() {
            waiting.remove(this);
            Exception failure = lastFailure;
            if (failure == null) {
                result.complete(lastResult);
            } else {
                course.addEarlierTo(failure);
                result.completeExceptionally(failure);
            }
        }

        private void cancel(@Nullable CompletionStage<T> stage) {
            if (stage == null) {
                return;
            }
            try {
                stage.toCompletableFuture().cancel(true);
            } catch (UnsupportedOperationException ex) {
                // It cannot be cancelled: what it becomes is nobody's business any more.
            }
        }
    }
}
