package io.llmdatavault.observability.error.report;

import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;

/**
 * An {@link Attempt} that knows how to report: made by {@link ErrorReporter#attempt(Callable)}. Each of its own steps
 * does one part of what {@link ErrorReporter#report(Throwable, String)} does, when there is a failure, and once per
 * failure.
 *
 * <pre>{@code
 * Dataset dataset = reporter.attempt(() -> catalog.load(id))
 *         .context(ErrorContext.of("load_dataset").withResource(id))
 *         .logError("Dataset cannot be loaded")
 *         .recordErrorMetric("load_dataset")
 *         .spanError()
 *         .get();
 * }</pre>
 *
 * @param <T> the type of the value
 * @since 0.1.0
 */
public final class ReportingAttempt<T> extends Attempt<T> {

    private final Steps steps;

    /**
     * For reporters of one's own; everyone else calls {@link ErrorReporter#attempt(Callable)}.
     * @param call what to run
     * @param steps what the reporting steps do
     */
    public ReportingAttempt(Callable<? extends T> call, Steps steps) {
        super(call);
        this.steps = steps;
    }

    /**
     * Logs the failure.
     * @param message the words of the line; the failure's own attributes are added
     * @return this attempt
     */
    public ReportingAttempt<T> logError(String message) {
        failure().ifPresent(failure -> steps.log(failure, message));
        return this;
    }

    /**
     * Counts the failure.
     * @param operation what was being done, from a bounded set: it becomes a metric label
     * @return this attempt
     */
    public ReportingAttempt<T> recordErrorMetric(String operation) {
        failure().ifPresent(failure -> steps.count(failure, operation));
        return this;
    }

    /**
     * Marks the current span as failed.
     * @return this attempt
     */
    public ReportingAttempt<T> spanError() {
        failure().ifPresent(steps::mark);
        return this;
    }

    @Override
    public ReportingAttempt<T> context(ErrorContext context) {
        super.context(context);
        return this;
    }

    @Override
    public ReportingAttempt<T> withContext(Supplier<ErrorContext> context) {
        super.withContext(context);
        return this;
    }

    @Override
    public ReportingAttempt<T> retryIf(Predicate<? super Exception> predicate, Policy policy) {
        super.retryIf(predicate, policy);
        return this;
    }

    @Override
    public ReportingAttempt<T> orDefaultIf(Predicate<? super Exception> predicate, T value) {
        super.orDefaultIf(predicate, value);
        return this;
    }

    @Override
    protected VaultError toVaultError(Exception failure) {
        return steps.translate(failure);
    }

    /**
     * What the steps of a {@link ReportingAttempt} do. None may throw.
     *
     * @since 0.1.0
     */
    public interface Steps {

        /**
         * Makes a {@link VaultError} of any exception.
         * @param failure what the call threw
         * @return the error
         */
        VaultError translate(Throwable failure);

        /**
         * Logs a failure.
         * @param failure what the call threw
         * @param message the words of the line
         */
        void log(Throwable failure, String message);

        /**
         * Counts a failure.
         * @param failure what the call threw
         * @param operation what was being done
         */
        void count(Throwable failure, String operation);

        /**
         * Marks the current span as failed.
         * @param failure what the call threw
         */
        void mark(Throwable failure);
    }
}
