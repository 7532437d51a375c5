package io.llmdatavault.observability.error;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AttemptTests {

    @Test
    void returnsValue() {
        assertThat(Attempt.of(() -> "a").context(ErrorContext.of("read")).get()).isEqualTo("a");
    }

    @Test
    void runsAtOnce() {
        AtomicInteger runs = new AtomicInteger();
        Attempt.of(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    @Test
    void throwsFailureWithContext() {
        assertThatExceptionOfType(VaultError.class)
                .isThrownBy(() -> Attempt.of(AttemptTests::fail)
                        .context(ErrorContext.of("read").withResource("r"))
                        .get())
                .withCauseInstanceOf(IOException.class)
                .satisfies(error -> assertThat(error.context().resourceId()).contains("r"));
    }

    @Test
    void throwsVaultErrorAsItIs() {
        NotFoundError error = NotFoundError.builder("dataset", "a").build();
        assertThatExceptionOfType(NotFoundError.class)
                .isThrownBy(() -> Attempt.of(() -> {
                            throw error;
                        })
                        .get())
                .isSameAs(error);
    }

    @Test
    void makesContextOnlyForFailures() {
        assertThat(Attempt.of(() -> "a")
                        .withContext(() -> {
                            throw new AssertionError("asked for a context after success");
                        })
                        .get())
                .isEqualTo("a");
    }

    @Test
    void retriesWhatThePredicateAccepts() {
        AtomicInteger runs = new AtomicInteger();
        String value = Attempt.of(() -> {
                    if (runs.incrementAndGet() < 3) {
                        throw new IOException("run " + runs);
                    }
                    return "third";
                })
                .retryIf(IOException.class::isInstance, Attempt.Policy.fixed(3, Duration.ZERO))
                .get();
        assertThat(value).isEqualTo("third");
    }

    @Test
    void givesUpWhenThePolicySaysSo() {
        AtomicInteger runs = new AtomicInteger();
        Attempt<String> attempt = Attempt.<String>of(() -> {
                    throw new IOException("run " + runs.incrementAndGet());
                })
                .retryIf(IOException.class::isInstance, Attempt.Policy.fixed(3, Duration.ZERO));
        assertThat(runs).hasValue(3);
        assertThat(attempt.failure())
                .hasValueSatisfying(failure ->
                        assertThat(failure).hasMessage("run 3").hasSuppressedException(new IOException("run 2")));
    }

    @Test
    void doesNotRetryOtherFailures() {
        AtomicInteger runs = new AtomicInteger();
        Attempt.of(() -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException();
                })
                .retryIf(IOException.class::isInstance, Attempt.Policy.fixed(3, Duration.ZERO));
        assertThat(runs).hasValue(1);
    }

    @Test
    void endsWaitingOnInterrupt() {
        AtomicInteger runs = new AtomicInteger();
        Thread.currentThread().interrupt();
        Attempt.of(() -> {
                    runs.incrementAndGet();
                    throw new IOException();
                })
                .retryIf(IOException.class::isInstance, Attempt.Policy.fixed(3, Duration.ofDays(1)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void keepsThreadInterruptedWhenTheCallWas() {
        Attempt<String> attempt = Attempt.of(() -> {
            throw new InterruptedException();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempt.failure()).containsInstanceOf(InterruptedException.class);
    }

    @Test
    void replacesSomeFailuresByValue() {
        assertThat(Attempt.of(AttemptTests::fail)
                        .orDefaultIf(IllegalStateException.class::isInstance, "no")
                        .orDefaultIf(IOException.class::isInstance, "yes")
                        .get())
                .isEqualTo("yes");
    }

    @Test
    void refusesPoliciesThatNeverRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> Attempt.Policy.fixed(0, Duration.ZERO));
    }

    private static String fail() throws IOException {
        throw new IOException("broken");
    }
}
