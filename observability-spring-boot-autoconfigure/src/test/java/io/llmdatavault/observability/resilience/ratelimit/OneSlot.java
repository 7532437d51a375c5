package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import org.jspecify.annotations.Nullable;

/** An application's own {@link RateLimits}: one permit at a time, which has to be given back. */
final class OneSlot implements RateLimits {

    private final AtomicBoolean taken = new AtomicBoolean();

    private final AtomicReference<String> asked = new AtomicReference<>("");

    boolean isFree() {
        return !taken.get();
    }

    /** What was asked for last. */
    String asked() {
        return asked.get();
    }

    @Override
    public RateLimitDecision acquire(String name, @Nullable String key, long permits) {
        asked.set(name + " " + key + " " + permits);
        return new Slot(name.equals("held") && !taken.compareAndSet(false, true));
    }

    private final class Slot implements RateLimitDecision {

        private final boolean refused;

        private final AtomicBoolean closed = new AtomicBoolean();

        Slot(boolean refused) {
            this.refused = refused;
        }

        @Override
        public boolean allowed() {
            return !refused;
        }

        @Override
        public long limit() {
            return 1;
        }

        @Override
        public long current() {
            return 1;
        }

        @Override
        public Instant resetAt() {
            return Instant.now().plusSeconds(1);
        }

        @Override
        public Duration retryAfter() {
            return refused ? Duration.ofSeconds(1) : Duration.ZERO;
        }

        @Override
        public RateLimitDecision orThrow() {
            if (refused) {
                throw RateLimitError.builder(RateLimitType.CONCURRENT_REQUESTS, 1)
                        .retryAfter(Duration.ofSeconds(1))
                        .build();
            }
            return this;
        }

        @Override
        public void close() {
            if (!refused && closed.compareAndSet(false, true)) {
                taken.set(false);
            }
        }
    }
}
