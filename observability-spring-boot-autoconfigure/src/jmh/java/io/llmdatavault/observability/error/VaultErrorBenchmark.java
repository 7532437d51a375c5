package io.llmdatavault.observability.error;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.MDC;

/**
 * What a typed error with its context costs beside the plain exception that an application would throw instead: built
 * and thrown twenty calls deep, caught at the top, with a request in the MDC.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class VaultErrorBenchmark {

    private static final int DEPTH = 20;

    private static final String MESSAGE = "Object a1b2 of data set orders could not be written";

    @Setup
    public void putRequestIntoMdc() {
        MDC.put(ErrorContext.REQUEST_ID, "5a2c7e0e-3b1f-4f6a-9c57-2f1f6f0b9d11");
        MDC.put(ErrorContext.TRACE_ID, "4bf92f3577b34da6a3ce929d0e0e4736");
        MDC.put(ErrorContext.SPAN_ID, "00f067aa0ba902b7");
        MDC.put(ErrorContext.USER_ID, "alice");
    }

    @Benchmark
    public Throwable plainRuntimeException() {
        try {
            return throwPlain(DEPTH);
        } catch (RuntimeException ex) {
            return ex;
        }
    }

    @Benchmark
    public Throwable vaultError() {
        try {
            return throwVaultError(DEPTH);
        } catch (RuntimeException ex) {
            return ex;
        }
    }

    private Throwable throwPlain(int depth) {
        if (depth == 0) {
            throw new RuntimeException(MESSAGE);
        }
        return throwPlain(depth - 1);
    }

    private Throwable throwVaultError(int depth) {
        if (depth == 0) {
            throw StorageError.builder(StorageErrorKind.WRITE_FAILURE, StorageBackend.LOCAL)
                    .message(MESSAGE)
                    .build();
        }
        return throwVaultError(depth - 1);
    }
}
