package io.llmdatavault.observability.web;

import org.jspecify.annotations.Nullable;
import org.springframework.util.AlternativeJdkIdGenerator;
import org.springframework.util.IdGenerator;

/**
 * Names requests. Public for the starter's own packages. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestIds {

    /** The key of the id wherever a request carries values with it: its attributes, Reactor's context. */
    public static final String CONTEXT_KEY = RequestIds.class.getName() + ".id";

    private static final int MAX_LENGTH = 128;

    /** Seeded from a secure source once; drawing from that for each request would make requests wait for each other. */
    private final IdGenerator generator = new AlternativeJdkIdGenerator();

    private final String header;

    RequestIds(String header) {
        this.header = header;
    }

    /**
     * The header that carries the id, in and out.
     * @return the name of the header
     */
    public String header() {
        return header;
    }

    /**
     * The id for a request: the caller's where it can be trusted to break no log line or header, else a fresh one.
     * @param candidate what the caller sent
     * @return an id of 1 to 128 letters, digits, dots, underscores and hyphens
     */
    public String accept(@Nullable String candidate) {
        return candidate != null && isAcceptable(candidate)
                ? candidate
                : generator.generateId().toString();
    }

    /**
     * Whether an id is {@code [A-Za-z0-9._-]{1,128}}. By hand: it runs for each request.
     * @param candidate any text
     * @return whether it can break no log line or header
     */
    public static boolean isAcceptable(String candidate) {
        if (candidate.isEmpty() || candidate.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < candidate.length(); i++) {
            if (!isAcceptable(candidate.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAcceptable(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
