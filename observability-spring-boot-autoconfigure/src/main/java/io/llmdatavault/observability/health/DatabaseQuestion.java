package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a database is asked, through a pool or not. A pool that has no connection left is not asked for one, and says nothing
 * about its database: after a failure that is no recovery, because callers that hang fill a pool, too.
 */
final class DatabaseQuestion {

    private final Duration timeout;

    /** Also while it is asked. */
    private volatile boolean unanswered;

    DatabaseQuestion(Duration timeout) {
        this.timeout = timeout;
    }

    ComponentHealth ask(Supplier<@Nullable PoolFigures> pool, Supplier<ComponentHealth> question) {
        PoolFigures before = pool.get();
        if (before != null && before.isExhausted()) {
            return unanswered ? before.exhaustedInOutage() : before.exhausted();
        }
        unanswered = true;
        long start = System.nanoTime();
        ComponentHealth health = question.get();
        boolean late = System.nanoTime() - start > timeout.toNanos();
        unanswered = late || health.state() == HealthState.UNHEALTHY;
        PoolFigures after = pool.get();
        return after == null ? health : after.addTo(health);
    }
}
