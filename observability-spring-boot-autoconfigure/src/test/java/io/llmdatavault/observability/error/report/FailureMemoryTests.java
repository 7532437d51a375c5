package io.llmdatavault.observability.error.report;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.llmdatavault.observability.error.report.FailureMemory.Report;
import io.llmdatavault.observability.error.report.FailureMemory.Step;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureMemoryTests {

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);

    private final FailureMemory memory = new FailureMemory(nanoTime::get);

    @Test
    void meetsTheSameExceptionAgainOutsideRequests() {
        Throwable cached = new IllegalStateException("cached");
        FailureMemory.Report first = memory.open(cached, cached, null);
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(memory.open(cached, cached, null)).isSameAs(first);
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(memory.open(cached, cached, null)).isNotSameAs(first);
    }

    @Test
    void doesEachStepOnce() {
        Report report = open(new IllegalStateException(), null);

        assertThat(report.begin(Step.LOG)).isTrue();
        assertThat(report.begin(Step.LOG)).isFalse();
        assertThat(report.begin(Step.COUNT)).isTrue();
    }

    @Test
    void goesByIdentity() {
        class Equal extends RuntimeException {

            @Override
            public boolean equals(Object other) {
                return other instanceof Equal;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }
        assertThat(open(new Equal(), null)).isNotSameAs(open(new Equal(), null));
    }

    @Test
    void takesOneExceptionForOneFailurePerRequest() {
        RuntimeException shared = new IllegalStateException();

        Report first = open(shared, "request-1");

        assertThat(open(new CompletionException(shared), "request-1")).isSameAs(first);
        assertThat(open(new CompletionException(shared), "request-2")).isNotSameAs(first);
    }

    @Test
    void takesPreallocatedExceptionForANewFailureUnlessTheRequestIsTheSame() {
        RuntimeException preallocated = new RuntimeException("x", null, false, false) {};

        assertThat(open(preallocated, null)).isNotSameAs(open(preallocated, null));
        assertThat(open(preallocated, "request-1")).isSameAs(open(preallocated, "request-1"));
    }

    @Test
    void findsFailureThatWasReportedOutsideItsRequest() {
        RuntimeException failure = new IllegalStateException();

        assertThat(open(failure, null)).isSameAs(open(failure, "request-1"));
    }

    @Test
    void remembersNoMoreThanItsCapacity() {
        RuntimeException[] failures = new RuntimeException[FailureMemory.CAPACITY + 10];
        Report oldest = null;
        for (int i = 0; i < failures.length; i++) {
            failures[i] = new IllegalStateException();
            Report report = open(failures[i], null);
            oldest = oldest == null ? report : oldest;
        }

        assertThat(memory.size()).isEqualTo(FailureMemory.CAPACITY);
        assertThat(open(failures[failures.length - 1], null)).isNotSameAs(oldest);
        assertThat(open(failures[0], null)).isNotSameAs(oldest);
    }

    @Test
    void letsGoOfFailuresThatNobodyHolds() {
        for (int i = 0; i < 100; i++) {
            open(new IllegalStateException(), null);
        }

        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(memory.size()).isZero();
        });
    }

    private Report open(Throwable failure, String requestId) {
        return memory.open(failure, failure, requestId);
    }
}
