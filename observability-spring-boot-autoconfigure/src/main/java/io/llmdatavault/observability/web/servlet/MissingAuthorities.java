package io.llmdatavault.observability.web.servlet;

import java.lang.reflect.Method;
import java.util.Map;

import io.llmdatavault.observability.web.PrivateFields;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.util.ReflectionUtils;

/**
 * The handler that Spring Security 7 puts before all others, to ask for a login that would give what is missing. Earlier
 * ones do not have it: hence by name.
 */
final class MissingAuthorities {

    static final String HANDLER =
            "org.springframework.security.web.access.DelegatingMissingAuthorityAccessDeniedHandler";

    static final String SETTER = "setDefaultAccessDeniedHandler";

    private MissingAuthorities() {}

    static boolean isHandler(AccessDeniedHandler handler) {
        return handler.getClass().getName().equals(HANDLER);
    }

    /** In its place: nobody else can make one that saves requests where this one does. */
    static void complete(AccessDeniedHandler delegating, SecurityHandlers handlers) {
        Class<?> type = delegating.getClass();
        Map<?, ?> entryPoints = PrivateFields.read(delegating, type, "entryPoints", Map.class);
        if (entryPoints != null) {
            replaceAll(entryPoints, handlers);
        }
        AccessDeniedHandler last =
                PrivateFields.read(delegating, type, "defaultAccessDeniedHandler", AccessDeniedHandler.class);
        Method setter = ReflectionUtils.findMethod(type, SETTER, AccessDeniedHandler.class);
        if (last != null && setter != null) {
            ReflectionUtils.invokeMethod(setter, delegating, handlers.completeDeniedHandler(last));
        }
    }

    @SuppressWarnings("unchecked")
    private static void replaceAll(Map<?, ?> entryPoints, SecurityHandlers handlers) {
        ((Map<Object, AuthenticationEntryPoint>) entryPoints)
                .replaceAll((authority, entryPoint) -> handlers.completeEntryPoint(entryPoint));
    }
}
