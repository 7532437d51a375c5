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

    private volatile @Nullable String method;

    static boolean isIdempotent(String method) {
        return !NOT_IDEMPOTENT.contains(method);
    }

    static @Nullable AttemptRequest current() {
        return CURRENT.get();
    }

    /**
     * The current thread is at this attempt from now on.
     * @return the attempt that this one is within, for {@link #leave}
     */
    @Nullable
    AttemptRequest enter() {
        AttemptRequest outer = CURRENT.get();
        CURRENT.set(this);
        return outer;
    }

    void leave(@Nullable AttemptRequest outer) {
        if (outer == null) {
            CURRENT.remove();
            return;
        }
        CURRENT.set(outer);
        String sent = method;
        if (sent != null) {
            outer.sends(sent);
        }
    }

    /** Once sent it may have had its effect, whatever else the attempt does. */
    void sends(String httpMethod) {
        if (!isIdempotent(httpMethod)) {
            method = httpMethod;
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
