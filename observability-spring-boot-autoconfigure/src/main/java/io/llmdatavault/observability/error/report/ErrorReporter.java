package io.llmdatavault.observability.error.report;

import java.util.concurrent.Callable;

import io.llmdatavault.observability.error.VaultError;

/**
 * Reports failures: translates, counts, marks the current span, logs one line, keeps it among the recent errors.
 *
 * <p>Each failure is reported once, even if several layers report it: what was reported before, or wraps something that
 * was, is only translated. Where a failure is thrown on, it may therefore be reported at once and by everyone who
 * catches it.
 *
 * <p>Thread-safe. Never throws: what goes wrong while reporting is warned about once.
 *
 * @since 0.1.0
 */
public interface ErrorReporter {

    /**
     * Reports a failure, logged as {@link ErrorLogging#forError(VaultError)} has it.
     * @param failure what was caught
     * @param operation what was being done, from a bounded set (it becomes a metric label), as in
     * {@code "store_record"}
     * @return the failure in the vocabulary of this product, to be thrown on or answered
     */
    VaultError report(Throwable failure, String operation);

    /**
     * Reports a failure with a log level of the caller's choice.
     * @param failure what was caught
     * @param operation what was being done, from a bounded set (it becomes a metric label), as in
     * {@code "store_record"}
     * @param logging how to log it
     * @return the failure in the vocabulary of this product, to be thrown on or answered
     */
    VaultError report(Throwable failure, String operation, ErrorLogging logging);

    /**
     * Reports a failure that the caller has translated already, so that it is not translated twice.
     * @param failure what was caught
     * @param translation what it was translated to
     * @param operation what was being done, from a bounded set
     * @param logging how to log it
     * @return the failure to be thrown on or answered: the translation, unless the reporter makes its own
     */
    default VaultError report(Throwable failure, VaultError translation, String operation, ErrorLogging logging) {
        return report(failure, operation, logging);
    }

    /**
     * Runs a call at once, on the calling thread, and keeps its outcome.
     * @param call what to run; an exception it throws becomes the outcome, a {@link java.lang.Error} passes through
     * @param <T> the type of the value
     * @return the outcome, whose steps report
     */
    <T> ReportingAttempt<T> attempt(Callable<? extends T> call);
}
