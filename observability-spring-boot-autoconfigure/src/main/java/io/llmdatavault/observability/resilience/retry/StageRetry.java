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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Whoever takes a run out of it decides what becomes of it. */
    private final Set<Run<?>> waiting = ConcurrentHashMap.newKeySet();

    private final RetryThreads threads;

    private final Supplier<Executor> executor;

    private final Supplier<UnaryOperator<Runnable>> context;

    /**
     * Prepares retries.
     * @param executor finds who runs further attempts
     * @param context takes along what the current thread knows of its request
     */
    StageRetry(RetryThreads threads, Supplier<Executor> executor, Supplier<UnaryOperator<Runnable>> context) {
        this.threads = threads;
        this.executor = executor;
        this.context = context;
    }

    <T> CompletableFuture<T> call(
            Retry retry, Supplier<? extends CompletionStage<T>> call, @Nullable Predicate<? super T> unwanted) {
        Run<T> run = new Run<>(retry, call, unwanted, context.get());
        run.stopWhenCancelled();
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

        private volatile @Nullable Future<?> next;

        /** Gives up when nobody begins the next attempt. */
        private volatile @Nullable Future<?> patience;

        /** How many have begun after the first one. */
        private final AtomicInteger begun = new AtomicInteger();

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
            this.course = retry.begin(AttemptRequest.current());
        }

        /** Tells the attempt that runs, and the one that is to come, that nobody waits any more. */
        @SuppressWarnings("FutureReturnValueIgnored") // it does not fail
        void stopWhenCancelled() {
            result.whenComplete((value, failure) -> {
                if (result.isCancelled()) {
                    cancel(current);
                    cancelNext();
                }
            });
        }

        void attempt() {
            CompletionStage<T> stage;
            AttemptRequest before = AttemptRequest.enter(course.nextAttempt());
            try {
                stage = Objects.requireNonNull(call.get(), "There is no future to wait for");
            } catch (Exception ex) {
                failed(ex);
                return;
            } catch (Error ex) {
                result.completeExceptionally(ex);
                return;
            } finally {
                AttemptRequest.enter(before);
            }
            orFail(() -> follow(stage));
        }

        /** Nobody but the caller hears of what fails in a task or a stage, and only so. */
        private void orFail(Runnable task) {
            try {
                task.run();
            } catch (RuntimeException | Error ex) {
                waiting.remove(this);
                result.completeExceptionally(ex);
            }
        }

        private void follow(CompletionStage<T> stage) {
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
                    : threads.schedule(
                            () -> {
                                if (ended.compareAndSet(false, true)) {
                                    // Whoever is to run attempts may be busy with waiting for this one.
                                    threads.lastResort(context.apply(() -> late(stage, longest)));
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

        private void late(CompletionStage<T> stage, Duration longest) {
            orFail(() -> cancel(stage));
            failed(TimeoutError.builder(retry.operation(), longest).build());
        }

        private void ended(T value, @Nullable Throwable failure) {
            if (failure == null) {
                orFail(() -> succeeded(value));
            } else if (unwrap(failure) instanceof Exception ex) {
                failed(ex);
            } else {
                result.completeExceptionally(unwrap(failure));
            }
        }

        private void succeeded(T value) {
            if (unwanted == null || !unwanted.test(value)) {
                course.succeeded();
                result.complete(value);
                return;
            }
            lastFailure = null;
            lastResult = value;
            goOn(course.unwanted());
        }

        private void failed(Exception failure) {
            lastFailure = failure;
            if (!result.isDone()) {
                orFail(() -> goOn(course.failed(failure)));
            }
        }

        private void goOn(@Nullable Duration delay) {
            waiting.add(this);
            Future<?> start = delay == null ? null : threads.schedule(this::startAgain, delay);
            if (start == null) {
                giveUp();
                return;
            }
            next = start;
            if (result.isDone()) {
                // Cancelled meanwhile.
                cancelNext();
            }
        }

        private void cancelNext() {
            Future<?> start = next;
            if (start != null && waiting.remove(this)) {
                start.cancel(false);
                endPatience();
            }
        }

        /** On the thread that looks at the clock. Whoever waits for an attempt that nobody begins has waited long enough when it would have ended. */
        private void startAgain() {
            Duration longest = course.attemptLimit();
            if (!longest.isZero()) {
                int before = begun.get();
                Runnable impatient = () -> {
                    if (begun.get() == before) {
                        giveUp();
                    }
                };
                patience = threads.schedule(() -> threads.lastResort(impatient), longest);
            }
            try {
                threads.handOver(this::handOver);
            } catch (RejectedExecutionException ex) {
                // The application stops.
                threads.lastResort(this::giveUp);
            }
        }

        /** To who runs what may block, and what others have put after it. */
        private void handOver() {
            try {
                Runnable inContext = context.apply(this::attemptAgain);
                executor.get().execute(() -> {
                    if (threads.isHandingOver()) {
                        // Who is full may let run it who brings it.
                        threads.lastResort(inContext);
                    } else {
                        inContext.run();
                    }
                });
            } catch (RuntimeException | Error ex) {
                // Nobody takes it, as when the application stops or all threads are at work.
                threads.lastResort(this::giveUp);
            }
        }

        private void attemptAgain() {
            if (!course.hasTimeLeft()) {
                giveUp();
            } else if (waiting.remove(this)) {
                begun.incrementAndGet();
                endPatience();
                if (!result.isDone()) {
                    attempt();
                }
            }
        }

        private void endPatience() {
            Future<?> alarm = patience;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }

        void giveUp() {
            if (!waiting.remove(this)) {
                return;
            }
            endPatience();
            Exception failure = lastFailure;
            if (failure == null) {
                result.complete(lastResult);
            } else {
                orFail(() -> course.addEarlierTo(failure));
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
