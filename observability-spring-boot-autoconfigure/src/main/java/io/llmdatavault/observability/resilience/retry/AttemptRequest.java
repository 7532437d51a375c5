package io.llmdatavault.observability.resilience.retry;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt has sent an HTTP request that is not idempotent (RFC 9110, section 9.2.2). Where an attempt is ended for
 * its time nothing else tells: the client was cancelled. Thread-safe.
 */
final class AttemptRequest {

    private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "PATCH");

    /** Of the attempt that the current thread is at. */
    private static final ThreadLocal<@Nullable AttemptRequest> CURRENT = new ThreadLocal<>();

    /** What this one is within: it has sent the same. */
    private final @Nullable AttemptRequest outer;

    private volatile @Nullable String method;

    AttemptRequest(@Nullable AttemptRequest outer) {
        this.outer = outer;
    }

    static boolean isIdempotent(String method) {
        return !NOT_IDEMPOTENT.contains(method);
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

    /** Once sent it may have had its effect, whatever else the attempt does. */
    void sends(String httpMethod) {
        if (!isIdempotent(httpMethod)) {
            for (AttemptRequest attempt = this; attempt != null; attempt = attempt.outer) {
                attempt.method = httpMethod;
            }
        }
    }

    /** The cause of a time-out, with what it interrupted. */
    @Nullable
    Throwable explain(@Nullable Throwable cause) {
        String sent = method;
        return sent == null ? cause : new Unfinished(sent, cause);
    }

    /** In the chain of causes for whoever decides whether there is another attempt. */
    static final class Unfinished extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfinished(String method, @Nullable Throwable cause) {
            super("A " + method + " request was sent, and may have had its effect", cause, false, false);
        }
    }
}
