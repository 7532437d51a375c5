package io.llmdatavault.observability.error.report;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.llmdatavault.observability.configuration.ServiceInfo;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.metrics.VaultMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

@ExtendWith(OutputCaptureExtension.class)
class DefaultErrorReporterTests {

    private final VaultMetrics metrics = Mockito.mock(VaultMetrics.class);

    private final RecentErrors recentErrors = new RecentErrors(3);

    private final List<Throwable> marked = new ArrayList<>();

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private final Logger logger = (Logger) LoggerFactory.getLogger(ErrorReporter.class);

    private final Masking masking = new Masking(
            text -> text.replace("hunter2", "***"), (name, value) -> name.equals("password") ? "***" : value);

    private final ErrorReporter reporter = reporter(failure -> marked.add(failure));

    private ErrorReporter reporter(FailureMarker... markers) {
        return new DefaultErrorReporter(
                new ErrorTranslators(List.of()),
                new ServiceInfo("shop", "production", "1.2.3"),
                metrics,
                List.of(markers),
                recentErrors,
                masking);
    }

    @BeforeEach
    void captureLines() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void release() {
        logger.detachAppender(lines);
        MDC.clear();
    }

    @Test
    void translatesCountsMarksLogsAndKeeps() {
        IOException failure = new NoSuchFileException("/data/7");

        VaultError error = reporter.report(failure, "load_record");

        assertThat(error.code()).isEqualTo("STORAGE_NOT_FOUND");
        assertThat(error.getCause()).isSameAs(failure);
        assertThat(error.context().environment()).contains("production");
        assertThat(error.context().version()).contains("1.2.3");
        verify(metrics).recordError(error, "load_record");
        verifyNoMoreInteractions(metrics);
        assertThat(marked).containsExactly(failure);
        assertThat(lines.list).hasSize(1);
        assertThat(recentErrors.snapshot())
                .singleElement()
                .satisfies(recent -> assertThat(recent.code()).isEqualTo("STORAGE_NOT_FOUND"));
    }

    @Test
    void logsOneLineWithFieldsAndWithoutSecrets() {
        VaultError error = NetworkError.builder("cannot reach with hunter2")
                .retryAfter(Duration.ofSeconds(3))
                .cause(new IOException("hunter2 refused"))
                .context(ErrorContext.of("x")
                        .withResource("record-7")
                        .withMetadata("password", "hunter2")
                        .withMetadata("attempt", 2)
                        .withMetadata("code", "mine"))
                .build();

        reporter.report(error, "load_record");

        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
        assertThat(line.getFormattedMessage())
                .isEqualTo("load_record failed with NETWORK - cannot reach with ***;"
                        + " caused by java.io.IOException: *** refused");
        assertThat(line.getThrowableProxy()).isNotNull();
        assertThat(fields(line))
                .containsOnly(
                        Map.entry("code", "NETWORK"),
                        Map.entry("kind", "network"),
                        Map.entry("operation", "load_record"),
                        Map.entry("retryable", true),
                        Map.entry("resource_id", "record-7"),
                        Map.entry("retry_after", "PT3S"),
                        Map.entry("password", "***"),
                        Map.entry("attempt", 2),
                        Map.entry("metadata_code", "mine"));
        assertThat(recentErrors.snapshot().get(0).message()).doesNotContain("hunter2");
    }

    private static Map<String, Object> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void logsWhatTheCallerCausedWithoutStackTrace() {
        reporter.report(NotFoundError.builder("record", "7").build(), "load_record");

        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.INFO);
        assertThat(lines.list.get(0).getThrowableProxy()).isNull();
    }

    @Test
    void logsAsToldOrNotAtAll() {
        reporter.report(new IllegalStateException(), "a", new ErrorLogging(org.slf4j.event.Level.WARN, false));
        reporter.report(new IllegalStateException(), "a", new ErrorLogging(null, true));

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN));
        assertThat(recentErrors.snapshot()).hasSize(2);
    }

    @Test
    void namesRequestThatAnotherThreadServed() {
        MDC.put(ErrorContext.REQUEST_ID, "request-1");
        VaultError error = NetworkError.builder("x").build();
        MDC.clear();

        reporter.report(error, "a");

        assertThat(fields(lines.list.get(0))).containsEntry("request_id", "request-1");
        assertThat(recentErrors.snapshot().get(0).requestId()).isEqualTo("request-1");
    }

    @Test
    void reportsOnceWhateverLayersItPasses() {
        IOException failure = new IOException("disk");
        VaultError inner = reporter.report(failure, "read");
        reporter.report(failure, "read");
        reporter.report(inner, "load");
        VaultError outer = reporter.report(new IllegalStateException("wrapped", inner), "handle");

        assertThat(outer.kind()).isEqualTo(ErrorKind.INTERNAL);
        verify(metrics, times(1)).recordError(any(), any());
        assertThat(marked).hasSize(1);
        assertThat(lines.list).hasSize(1);
        assertThat(recentErrors.snapshot()).hasSize(1);
    }

    @Test
    void reportsEachFailureOfItsOwn() {
        reporter.report(new IOException("one"), "read");
        reporter.report(new IOException("one"), "read");

        assertThat(lines.list).hasSize(2);
    }

    @Test
    void keepsOnlyTheLastFailures() {
        for (int i = 0; i < 5; i++) {
            reporter.report(NetworkError.builder("failure " + i).build(), "a");
        }

        assertThat(recentErrors.snapshot())
                .extracting(RecentError::message)
                .containsExactly("failure 4", "failure 3", "failure 2");
    }

    @Test
    void cutsLongMessages() {
        reporter.report(NetworkError.builder("x".repeat(10_000)).build(), "a");

        assertThat(recentErrors.snapshot().get(0).message()).hasSize(500);
    }

    @Test
    void doesTheOtherStepsWhenOneFailsAndWarnsOnce(CapturedOutput output) {
        Mockito.doThrow(new IllegalStateException("no metrics")).when(metrics).recordError(any(), any());
        ErrorReporter broken = reporter(failure -> {
            throw new IllegalStateException("no span");
        });

        broken.report(new IOException("a"), "a");
        broken.report(new IOException("b"), "b");

        assertThat(lines.list).hasSize(2);
        assertThat(recentErrors.snapshot()).hasSize(2);
        assertThat(output).containsOnlyOnce("step COUNT").containsOnlyOnce("step MARK");
    }

    @Test
    void toleratesExceptionsThatMisbehave() {
        IllegalStateException cyclic = new IllegalStateException();
        cyclic.initCause(new IllegalArgumentException(cyclic));

        assertThat(reporter.report(cyclic, "a").kind()).isEqualTo(ErrorKind.INTERNAL);
        assertThat(reporter.report(new Misbehaving(), "b").kind()).isEqualTo(ErrorKind.INTERNAL);

        verify(metrics).recordError(any(), eq("b"));
        assertThat(recentErrors.snapshot()).hasSize(2);
    }

    @Test
    void asksNextMarkerOnlyWhenThereWasNothingToMark() {
        List<String> asked = new ArrayList<>();
        ErrorReporter withMarkers =
                reporter(failure -> !asked.add("first"), failure -> asked.add("second"), failure -> asked.add("third"));

        withMarkers.report(new IOException(), "a");

        assertThat(asked).containsExactly("first", "second");
    }

    @Test
    void reportsPartByPartThroughAnAttempt() {
        ReportingAttempt<String> attempt = reporter.<String>attempt(() -> {
                    throw new NoSuchFileException("/data/7");
                })
                .context(ErrorContext.of("load_record").withResource("7"))
                .logError("Record cannot be loaded")
                .recordErrorMetric("load_record")
                .spanError();

        assertThatExceptionOfType(VaultError.class)
                .isThrownBy(attempt::get)
                .satisfies(error -> assertThat(error.code()).isEqualTo("STORAGE_NOT_FOUND"))
                .satisfies(error -> reporter.report(error, "handle"));
        verify(metrics).recordError(any(), eq("load_record"));
        verifyNoMoreInteractions(metrics);
        assertThat(marked).hasSize(1);
        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).startsWith("Record cannot be loaded: ");
            assertThat(fields(line)).containsEntry("operation", "load_record").containsEntry("resource_id", "7");
        });
    }

    @Test
    void reportsNothingForAnAttemptThatSucceeds() {
        Supplier<String> value = () -> reporter.attempt(() -> "value")
                .logError("x")
                .recordErrorMetric("x")
                .spanError()
                .get();

        assertThat(value.get()).isEqualTo("value");
        verifyNoMoreInteractions(metrics);
        assertThat(lines.list).isEmpty();
    }

    private static final class Misbehaving extends RuntimeException {

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("getMessage");
        }

        @Override
        public String toString() {
            throw new UnsupportedOperationException("toString");
        }
    }
}
