package io.llmdatavault.observability.web;

import java.util.Set;

import io.llmdatavault.observability.error.ErrorChain;

/**
 * Whether a failure says that the caller went away. By type, never by message: a database that says "connection reset"
 * is a failure of ours. By name, because each server brings its own type. Public for the starter's own packages.
 *
 * @since 0.1.0
 */
public final class ClientDisconnects {

    private static final String REACTOR_NETTY = "reactor.netty.channel.AbortedException";

    private static final Set<String> TYPES = Set.of(
            "org.springframework.web.context.request.async.AsyncRequestNotUsableException",
            "org.apache.catalina.connector.ClientAbortException",
            "org.eclipse.jetty.io.EofException",
            REACTOR_NETTY);

    /** Clients throw the same types as servers: below these, another service went away. */
    private static final Set<String> CLIENTS = Set.of(
            "org.springframework.web.client.RestClientException",
            "org.springframework.web.reactive.function.client.WebClientException");

    private ClientDisconnects() {}

    /**
     * Looks for a server's own type in the cause chain, down to the first exception of a client.
     * @param failure what was thrown
     * @return whether nobody waits for an answer any more
     */
    public static boolean isDisconnect(Throwable failure) {
        return ErrorChain.of(failure)
                .takeWhile(throwable -> !isOneOf(throwable, CLIENTS))
                .anyMatch(throwable -> isOneOf(throwable, TYPES) && !ServerRefusals.isRefusal(throwable));
    }

    /**
     * Whether a failure that says so can only come from this service's own server. Reactor Netty throws the same type for
     * the clients that are built on it, and then it may be another service that went away.
     * @param failure what was thrown
     * @return whether it was surely the caller of this service
     */
    public static boolean isSurelyOfCaller(Throwable failure) {
        return isDisconnect(failure)
                && ErrorChain.of(failure).noneMatch(throwable -> isOneOf(throwable, Set.of(REACTOR_NETTY)));
    }

    private static boolean isOneOf(Throwable throwable, Set<String> names) {
        for (Class<?> type = throwable.getClass(); type != Object.class; type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
