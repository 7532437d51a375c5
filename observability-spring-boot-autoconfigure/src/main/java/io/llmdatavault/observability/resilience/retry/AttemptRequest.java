package io.llmdatavault.observability.resilience.retry;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt has sent an HTTP request that is not idempotent (RFC 9110, section 9.2.2), where nothing else tells: a
 * client that is cancelled throws nothing, and what {@code RestClient} throws does not say to which request. Thread-safe.
 */
final class AttemptRequest {

    private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "PATCH");

    /** Of the attempt that the current thread is at. */
    private static final ThreadLocal<@Nullable AttemptRequest> CURRENT = new ThreadLocal<>();

    /** What this one is within: it has sent the same. */
    private final @Nullable AttemptRequest outer;

    private volatile @Nullable String method;

    /** Of the last request of a client that does not say its method, when it fails. */
    private volatile @Nullable String lastMethod;

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

    /** The same for a client that does not say its method, when the request fails. */
    void sendsUntold(String httpMethod) {
        for (AttemptRequest attempt = this; attempt != null; attempt = attempt.outer) {
            attempt.lastMethod = httpMethod;
        }
        sends(httpMethod);
    }

    @Nullable
    String lastMethod() {
        return lastMethod;
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
