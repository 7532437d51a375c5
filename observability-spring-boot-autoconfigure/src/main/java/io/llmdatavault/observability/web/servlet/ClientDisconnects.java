package io.llmdatavault.observability.web.servlet;

import java.util.Set;

import io.llmdatavault.observability.error.ErrorChain;

/**
 * Whether a failure says that the caller went away. By type, never by message: a database that says "connection reset"
 * is a failure of ours. By name, because each server brings its own type.
 */
final class ClientDisconnects {

    private static final Set<String> TYPES = Set.of(
            "org.springframework.web.context.request.async.AsyncRequestNotUsableException",
            "org.apache.catalina.connector.ClientAbortException",
            "org.eclipse.jetty.io.EofException");

    /** Jetty's client throws the same type as its server: below these, another service went away. */
    private static final Set<String> CLIENTS = Set.of(
            "org.springframework.web.client.RestClientException",
            "org.springframework.web.reactive.function.client.WebClientException");

    private ClientDisconnects() {}

    static boolean isDisconnect(Throwable failure) {
        return ErrorChain.of(failure)
                .takeWhile(throwable -> !isOneOf(throwable, CLIENTS))
                .anyMatch(throwable -> isOneOf(throwable, TYPES));
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
