package io.llmdatavault.observability.error.report;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes the one log line of a failure, under the name of {@link ErrorReporter}. */
final class ErrorLine {

    private static final Logger logger = LoggerFactory.getLogger(ErrorReporter.class);

    /** Metadata under one of these names would hide what the line is about. */
    private static final Set<String> OWN_FIELDS =
            Set.of("code", "kind", "operation", "retryable", "resource_id", "retry_after", "request_id", "trace_id");

    private final Masking masking;

    ErrorLine(Masking masking) {
        this.masking = masking;
    }

    void write(Level level, String message, VaultError error, String operation, @Nullable Throwable stackTrace) {
        if (!logger.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = logger.atLevel(level)
                .addKeyValue("code", error.code())
                .addKeyValue("kind", error.kind().label())
                .addKeyValue("operation", operation)
                .addKeyValue("retryable", error.retryable());
        ErrorContext context = error.context();
        line = addIfOtherThread(line, "request_id", ErrorContext.REQUEST_ID, context.requestId());
        line = addIfOtherThread(line, "trace_id", ErrorContext.TRACE_ID, context.traceId());
        if (context.resourceId().isPresent()) {
            line = add(line, "resource_id", context.resourceId().get());
        }
        if (error.retryAfter().isPresent()) {
            line = line.addKeyValue("retry_after", error.retryAfter().get().toString());
        }
        for (Map.Entry<String, Object> entry : context.metadata().entrySet()) {
            String name = entry.getKey();
            line = add(line, OWN_FIELDS.contains(name) ? "metadata_" + name : name, entry.getValue());
        }
        if (stackTrace != null) {
            line = line.setCause(stackTrace);
        }
        line.log(masking.text().apply(message));
    }

    /** The encoder takes the ids from the MDC, which knows them unless the failure is reported on another thread. */
    private LoggingEventBuilder addIfOtherThread(
            LoggingEventBuilder line, String name, String mdcKey, Optional<String> id) {
        return id.isPresent() && !id.get().equals(MDC.get(mdcKey)) ? add(line, name, id.get()) : line;
    }

    private LoggingEventBuilder add(LoggingEventBuilder line, String name, Object value) {
        return line.addKeyValue(name, masking.value().apply(name, value));
    }
}
