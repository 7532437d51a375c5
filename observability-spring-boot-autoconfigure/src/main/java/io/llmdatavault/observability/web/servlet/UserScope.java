package io.llmdatavault.observability.web.servlet;

import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.UserIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Has the authenticated user in the logging MDC of this thread until it is closed. What was there before comes back. */
final class UserScope implements AutoCloseable {

    private final @Nullable String previous = MDC.get(ErrorContext.USER_ID);

    private UserScope() {}

    /** Names nobody where users are not to be named, or nobody is authenticated. */
    static UserScope open(@Nullable UserIds ids, HttpServletRequest request) {
        UserScope scope = new UserScope();
        Principal user = ids != null ? request.getUserPrincipal() : null;
        if (ids != null && user != null && user.getName() != null) {
            MDC.put(ErrorContext.USER_ID, ids.of(user.getName()));
        }
        return scope;
    }

    @Override
    public void close() {
        if (previous != null) {
            MDC.put(ErrorContext.USER_ID, previous);
        } else {
            MDC.remove(ErrorContext.USER_ID);
        }
    }
}
