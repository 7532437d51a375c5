package io.llmdatavault.observability.resilience.retry;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt has sent by HTTP, as clients tell: what is thrown afterwards may say nothing of it, as where a client was
 * cancelled, or be about another request than the one that must not be sent twice. Thread-safe.
 */
final class AttemptRequest {

    /** RFC 9110, section 9.2.2; of a method that it does not know, nobody knows. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** Of the attempt that the current thread is at. */
    private static final ThreadLocal<@Nullable AttemptRequest> CURRENT = new ThreadLocal<>();

    /** What this one is within: it has sent the same. */
    private final @Nullable AttemptRequest outer;

    private int requests;

    private int notIdempotent;

    private @Nullable String last;

    AttemptRequest(@Nullable AttemptRequest outer) {
        this.outer = outer;
    }

    static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    static @Nullable AttemptRequest current() {
        return CURRENT.get();
    }

    /**
     * The current thread is at this attempt from now on.
     * @return what it was at before, and is to be {@link #enter at again}
     */
    static @Nullable AttemptRequest enter(@Nullable AttemptRequest attempt) {
        AttemptRequest before = CURRENT.get();
        // Not removed: each call would make a new weak reference, and an empty one keeps nothing alive.
        CURRENT.set(attempt);
        return before;
    }

    /** A request is about to be sent. */
    void sends(String method, URI uri) {
        String text = isIdempotent(method) ? null : text(method, uri.toString());
        for (AttemptRequest attempt = this; attempt != null; attempt = attempt.outer) {
            attempt.add(text);
        }
    }

    private synchronized void add(@Nullable String text) {
        requests++;
        if (text != null) {
            notIdempotent++;
            last = text;
        }
    }

    /** As exceptions name a request, without its query. */
    static String text(String method, String uri) {
        int query = uri.indexOf('?');
        return method + " " + (query < 0 ? uri : uri.substring(0, query));
    }

    /** Whether anything was sent that is not idempotent. */
    synchronized boolean isAny() {
        return notIdempotent > 0;
    }

    /** Whether this is all that was sent that is not idempotent. */
    synchronized boolean isOnly(String text) {
        return notIdempotent == 1 && text.equals(last);
    }

    /** Whether one request that is not idempotent is all that was sent. */
    synchronized boolean isOne() {
        return notIdempotent == 1 && requests == 1;
    }

    /** What was sent has had no effect: those around this one need not mind it either. */
    void takeBack() {
        int undone = notIdempotent();
        for (AttemptRequest attempt = outer; attempt != null; attempt = attempt.outer) {
            attempt.subtract(undone);
        }
    }

    private synchronized int notIdempotent() {
        return notIdempotent;
    }

    private synchronized void subtract(int undone) {
        notIdempotent -= undone;
        requests -= undone;
    }
}
