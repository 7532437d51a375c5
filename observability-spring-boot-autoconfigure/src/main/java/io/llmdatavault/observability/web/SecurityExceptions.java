package io.llmdatavault.observability.web;

import io.llmdatavault.observability.error.ErrorKind;
import org.jspecify.annotations.Nullable;

/** Spring Security's exceptions, by name, because most of the class path may lack it. */
final class SecurityExceptions {

    private SecurityExceptions() {}

    static @Nullable ErrorKind kind(Throwable throwable) {
        for (Class<?> type = throwable.getClass();
                type != Throwable.class && type != null;
                type = type.getSuperclass()) {
            switch (type.getName()) {
                case "org.springframework.security.authentication.AuthenticationServiceException" -> {
                    // What checks credentials is broken, the credentials may be right.
                    return ErrorKind.INTERNAL;
                }
                case "org.springframework.security.core.AuthenticationException" -> {
                    return ErrorKind.AUTHENTICATION;
                }
                case "org.springframework.security.access.AccessDeniedException" -> {
                    return ErrorKind.AUTHORIZATION;
                }
                default -> {}
            }
        }
        return null;
    }
}
