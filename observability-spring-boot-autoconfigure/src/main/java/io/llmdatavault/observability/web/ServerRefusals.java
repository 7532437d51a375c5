package io.llmdatavault.observability.web;

import java.util.Set;

/**
 * What a web server throws while a handler reads the request, because the request is malformed: a chunk without a size, a
 * half percent sign in the query. The servers answer it with 400 themselves where it reaches them. By name, because each
 * server brings types of its own.
 */
final class ServerRefusals {

    private static final Set<String> TYPES = Set.of(
            "org.apache.catalina.connector.BadRequestException",
            "org.apache.tomcat.util.http.InvalidParameterException",
            "org.eclipse.jetty.http.BadMessageException",
            "io.undertow.util.BadRequestException");

    /** Below Tomcat's type for a malformed request is the one for a caller who went away. */
    private static final String DISCONNECT = "org.apache.catalina.connector.ClientAbortException";

    private ServerRefusals() {}

    static boolean isRefusal(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != Object.class; type = type.getSuperclass()) {
            String name = type.getName();
            if (name.equals(DISCONNECT)) {
                return false;
            }
            if (TYPES.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
