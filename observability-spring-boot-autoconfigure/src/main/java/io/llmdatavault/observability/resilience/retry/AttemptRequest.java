package io.llmdatavault.observability.resilience.retry;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt has sent by HTTP, as clients tell: what is thrown afterwards may say nothing of it, as where a client was
 * cancelled, or of another request than the one that must not be sent twice. Thread-safe.
 */
final class AttemptRequest {

    /** RFC 9110, section 9.2.2; of a method that it does not know, nobody knows. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** Of the attempt that the current thread is at. */
    private static final ThreadLocal<@Nullable AttemptRequest> CURRENT = new ThreadLocal<>();

    /** What this one is within: it has sent the same. */
    private final @Nullable AttemptRequest outer;

    private final AtomicInteger notIdempotent = new AtomicInteger();

    private volatile @Nullable String lastMethod;

    AttemptRequest(@Nullable AttemptRequest outer) {
        this.outer = outer;
    }

    static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    static @Nullable AttemptRequest current() {
        return CURRENT.get();
    }

    /** An attempt that the current thread is at from now on, until it is {@link #leave left}. */
    static AttemptRequest enter() {
        AttemptRequest entered = new AttemptRequest(CURRENT.get());
        CURRENT.set(entered);
        return entered;
    }

    void leave() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** A request is about to be sent. */
    void sends(String method) {
        for (AttemptRequest attempt = this; attempt != null; attempt = attempt.outer) {
            attempt.lastMethod = method;
            if (!isIdempotent(method)) {
                attempt.notIdempotent.incrementAndGet();
            }
        }
    }

    /** How many requests were sent that are not idempotent. */
    int notIdempotent() {
        return notIdempotent.get();
    }

    /** Of the request that was sent last. */
    @Nullable
    String lastMethod() {
        return lastMethod;
    }
}
