package io.llmdatavault.observability.error.background;

import io.llmdatavault.observability.error.report.ErrorLogging;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/**
 * Reports failures of scheduled tasks and of message listeners, as far as they are observed. Without a log line: the
 * scheduler and the listener containers have written theirs. What answers a request is not background work.
 */
final class BackgroundObservationHandler implements ObservationHandler<Observation.Context> {

    private static final ErrorLogging NO_LINE = new ErrorLogging(null, false);

    private final ObjectProvider<ErrorReporter> reporter;

    BackgroundObservationHandler(ObjectProvider<ErrorReporter> reporter) {
        this.reporter = reporter;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ScheduledTaskObservationContext
                || (context instanceof ReceiverContext && !(context instanceof RequestReplyReceiverContext));
    }

    @Override
    public void onError(Observation.Context context) {
        Throwable failure = context.getError();
        if (failure != null) {
            reporter.ifAvailable(target -> target.report(failure, operation(context), NO_LINE));
        }
    }

    /** From bounded sets, as it becomes a metric label: no destination, which may be made up by the sender. */
    private static String operation(Observation.Context context) {
        return context instanceof ScheduledTaskObservationContext task
                ? "scheduled " + task.getTargetClass().getSimpleName() + "."
                        + task.getMethod().getName()
                : "message " + context.getName();
    }
}
