package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import io.github.resilience4j.core.IntervalFunction;
import io.llmdatavault.observability.error.Attempt;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Decides whether and when a failed call is tried again: every rule of this package is here. Thread-safe. */
final class RetryPolicy implements Attempt.Policy {

    private final RetrySettings settings;

    private final Function<Throwable, VaultError> translator;

    private final IntervalFunction backoff;

    RetryPolicy(RetrySettings settings, Function<Throwable, VaultError> translator) {
        this.settings = settings;
        this.translator = translator;
        this.backoff = settings.jitter() > 0
                ? IntervalFunction.ofExponentialRandomBackoff(
                        settings.initialBackoff(), settings.multiplier(), settings.jitter(), settings.maxBackoff())
                : IntervalFunction.ofExponentialBackoff(
                        settings.initialBackoff(), settings.multiplier(), settings.maxBackoff());
    }

    int maxAttempts() {
        return settings.maxAttempts();
    }

    @Override
    public Optional<Duration> delayAfter(int attempts, Exception failure) {
        VaultError error = retryable(failure);
        return error != null && attempts < settings.maxAttempts() ? delay(attempts, error) : Optional.empty();
    }

    /** The translation of what may be tried again; null for everything else. */
    @Nullable
    VaultError retryable(Exception failure) {
        if (Thread.currentThread().isInterrupted() || ErrorChain.find(failure, InterruptedException.class) != null) {
            return null;
        }
        VaultError error = translator.apply(failure);
        return error.retryable() ? error : null;
    }

    /** Who says when to come back is not asked earlier; who asks for more patience than there is, is not asked again. */
    private Optional<Duration> delay(int attempts, VaultError error) {
        Duration delay = Duration.ofMillis(backoff.apply(attempts));
        Duration asked = error.retryAfter().orElse(Duration.ZERO);
        if (asked.compareTo(settings.maxBackoff()) > 0) {
            return Optional.empty();
        }
        return Optional.of(delay.compareTo(asked) >= 0 ? delay : asked);
    }
}
