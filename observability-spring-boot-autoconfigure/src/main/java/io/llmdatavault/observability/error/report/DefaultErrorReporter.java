package io.llmdatavault.observability.error.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.configuration.ServiceInfo;
import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.report.FailureMemory.Report;
import io.llmdatavault.observability.error.report.FailureMemory.Step;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** Does each step by itself: one that fails never keeps the others from being done. */
final class DefaultErrorReporter implements ErrorReporter {

    private static final Logger logger = LoggerFactory.getLogger(DefaultErrorReporter.class);

    private final FailureMemory memory = new FailureMemory(System::nanoTime);

    private final Map<Step, WarnOnce> warnings = new EnumMap<>(Step.class);

    private final ErrorTranslators translators;

    private final ServiceInfo service;

    private final @Nullable VaultMetrics metrics;

    private final List<FailureMarker> markers;

    private final RecentErrors recentErrors;

    private final Masking masking;

    private final ErrorLine line;

    DefaultErrorReporter(
            ErrorTranslators translators,
            ServiceInfo service,
            @Nullable VaultMetrics metrics,
            List<FailureMarker> markers,
            RecentErrors recentErrors,
            Masking masking) {
        this.translators = translators;
        this.service = service;
        this.metrics = metrics;
        this.markers = List.copyOf(markers);
        this.recentErrors = recentErrors;
        this.masking = masking;
        this.line = new ErrorLine(masking);
        for (Step step : Step.values()) {
            warnings.put(step, new WarnOnce(logger, "A failure could not be reported, step " + step));
        }
    }

    @Override
    public VaultError report(Throwable failure, String operation) {
        VaultError error = translate(failure);
        reportOnce(failure, error, operation, ErrorLogging.forError(error));
        return error;
    }

    @Override
    public VaultError report(Throwable failure, String operation, ErrorLogging logging) {
        VaultError error = translate(failure);
        reportOnce(failure, error, operation, logging);
        return error;
    }

    @Override
    public VaultError report(Throwable failure, VaultError translation, String operation, ErrorLogging logging) {
        VaultError error = withService(translation);
        reportOnce(failure, error, operation, logging);
        return error;
    }

    @Override
    public <T> ReportingAttempt<T> attempt(Callable<? extends T> call) {
        return new ReportingAttempt<>(call, new AttemptSteps());
    }

    private void reportOnce(Throwable failure, VaultError error, String operation, ErrorLogging logging) {
        Report report = open(failure, error);
        count(report, error, operation);
        mark(report, failure);
        // Not a colon: AUTHORIZATION with a colon behind it is a header whose value has to be masked.
        String message = operation + " failed with " + error.code() + " - " + Messages.of(failure, error);
        log(report, failure, error, operation, message, logging);
        keep(report, failure, error, operation);
    }

    private VaultError translate(Throwable failure) {
        return withService(translators.translate(failure));
    }

    private VaultError withService(VaultError error) {
        ErrorContext context = error.context();
        return context.environment().isPresent()
                ? error
                : error.withContext(context.withService(service.environment(), service.version()));
    }

    private Report open(Throwable failure, VaultError error) {
        return memory.open(failure, error, MDC.get(ErrorContext.REQUEST_ID));
    }

    private void count(Report report, VaultError error, String operation) {
        VaultMetrics target = metrics;
        if (target != null) {
            once(report, Step.COUNT, () -> target.recordError(error, operation));
        }
    }

    private void mark(Report report, Throwable failure) {
        once(report, Step.MARK, () -> {
            for (FailureMarker marker : markers) {
                if (marker.mark(failure)) {
                    return;
                }
            }
        });
    }

    private void log(
            Report report,
            Throwable failure,
            VaultError error,
            String operation,
            String message,
            ErrorLogging logging) {
        once(report, Step.LOG, () -> {
            Level level = logging.level();
            if (level != null) {
                line.write(level, message, error, operation, logging.stackTrace() ? outermost(failure, error) : null);
            }
        });
    }

    private void keep(Report report, Throwable failure, VaultError error, String operation) {
        once(report, Step.KEEP, () -> {
            ErrorContext context = error.context();
            recentErrors.add(new RecentError(
                    error.code(),
                    error.kind(),
                    operation,
                    context.timestamp(),
                    context.requestId().orElse(null),
                    context.traceId().orElse(null),
                    masking.text().apply(Messages.of(failure, error))));
        });
    }

    /** The stack trace to show is the one that has the other in it. */
    private static Throwable outermost(Throwable failure, VaultError error) {
        return error.chain().anyMatch(throwable -> throwable == failure) ? error : failure;
    }

    private void once(Report report, Step step, Runnable action) {
        if (!report.begin(step)) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException | LinkageError | StackOverflowError ex) {
            Objects.requireNonNull(warnings.get(step)).warn(ex);
        }
    }

    private final class AttemptSteps implements ReportingAttempt.Steps {

        @Override
        public VaultError translate(Throwable failure) {
            return DefaultErrorReporter.this.translate(failure);
        }

        @Override
        public void log(Throwable failure, String message) {
            VaultError error = translate(failure);
            Report report = open(failure, error);
            String operation = error.context().operation();
            String line = message + ": " + Messages.of(failure, error);
            DefaultErrorReporter.this.log(report, failure, error, operation, line, ErrorLogging.forError(error));
            keep(report, failure, error, operation);
        }

        @Override
        public void count(Throwable failure, String operation) {
            VaultError error = translate(failure);
            DefaultErrorReporter.this.count(open(failure, error), error, operation);
        }

        @Override
        public void mark(Throwable failure) {
            DefaultErrorReporter.this.mark(open(failure, translate(failure)), failure);
        }
    }
}
