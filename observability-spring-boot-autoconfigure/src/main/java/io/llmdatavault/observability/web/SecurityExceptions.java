package io.llmdatavault.observability.web;

import java.util.Set;

/** Spring Security's exceptions, by name, because most of the class path may lack it. */
final class SecurityExceptions {

    private static final Set<String> TYPES = Set.of(
            "org.springframework.security.core.AuthenticationException",
            "org.springframework.security.access.AccessDeniedException");

    private SecurityExceptions() {}

    static boolean contains(Throwable throwable) {
        for (Class<?> type = throwable.getClass(); type != Object.class; type = type.getSuperclass()) {
            if (TYPES.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }
}
