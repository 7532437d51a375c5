package io.llmdatavault.observability.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.llmdatavault.observability.error.report.ErrorLogging;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.springframework.boot.logging.LogLevel;

/** How a failure is logged, by the status of its answer: what the caller caused quietly, what we caused loudly. */
final class ProblemLogging {

    private static final int FIRST = 400;

    private static final int LAST = 599;

    private final @Nullable ErrorLogging[] byStatus = new ErrorLogging[LAST - FIRST + 1];

    private final List<Map.Entry<StatusPattern, LogLevel>> levels;

    private final List<StatusPattern> stackTraceStatuses;

    ProblemLogging(Map<String, LogLevel> levels, List<String> stackTraceStatuses) {
        this.levels = levels.entrySet().stream()
                .map(entry -> Map.entry(StatusPattern.parse(entry.getKey()).orElseThrow(), entry.getValue()))
                .sorted(Comparator.comparing(entry -> entry.getKey().wildcards()))
                .toList();
        this.stackTraceStatuses = stackTraceStatuses.stream()
                .map(StatusPattern::parse)
                .flatMap(Optional::stream)
                .toList();
        for (int status = FIRST; status <= LAST; status++) {
            byStatus[status - FIRST] = find(status);
        }
    }

    ErrorLogging of(int status) {
        ErrorLogging known = status >= FIRST && status <= LAST ? byStatus[status - FIRST] : null;
        return known != null ? known : find(status);
    }

    private ErrorLogging find(int status) {
        LogLevel byDefault = status < 500 ? LogLevel.INFO : LogLevel.ERROR;
        LogLevel level = levels.stream()
                .filter(entry -> entry.getKey().matches(status))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(byDefault);
        boolean stackTrace = stackTraceStatuses.stream().anyMatch(pattern -> pattern.matches(status));
        return new ErrorLogging(toSlf4j(level), stackTrace);
    }

    private static @Nullable Level toSlf4j(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, FATAL -> Level.ERROR;
            case OFF -> null;
        };
    }
}
