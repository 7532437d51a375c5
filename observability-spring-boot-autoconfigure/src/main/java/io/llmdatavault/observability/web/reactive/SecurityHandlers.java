package io.llmdatavault.observability.web.reactive;

import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.web.PrivateFields;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.authorization.ServerWebExchangeDelegatingServerAccessDeniedHandler;

/**
 * Adds bodies to the answers of Spring Security's own entry points and handlers. One of the application's own classes is
 * left as it is, also where it is one of several.
 */
final class SecurityHandlers {

    private static final String SPRING_SECURITY = "org.springframework.security.";

    private final SecurityAnswer answer;

    SecurityHandlers(SecurityAnswer answer) {
        this.answer = answer;
    }

    ServerAuthenticationEntryPoint completeEntryPoint(ServerAuthenticationEntryPoint entryPoint) {
        if (entryPoint.getClass() == DelegatingServerAuthenticationEntryPoint.class) {
            return completeEachEntryPoint(entryPoint);
        }
        return isOfSpringSecurity(entryPoint)
                ? (exchange, failure) ->
                        answer.complete(exchange, failure, quiet -> entryPoint.commence(quiet, failure))
                : entryPoint;
    }

    private ServerAuthenticationEntryPoint completeEachEntryPoint(ServerAuthenticationEntryPoint delegating) {
        Class<?> type = DelegatingServerAuthenticationEntryPoint.class;
        List<?> entries = PrivateFields.read(delegating, type, "entryPoints", List.class);
        ServerAuthenticationEntryPoint last =
                PrivateFields.read(delegating, type, "defaultEntryPoint", ServerAuthenticationEntryPoint.class);
        if (entries == null || last == null) {
            return delegating;
        }
        List<DelegatingServerAuthenticationEntryPoint.DelegateEntry> completed = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof DelegatingServerAuthenticationEntryPoint.DelegateEntry given) {
                completed.add(new DelegatingServerAuthenticationEntryPoint.DelegateEntry(
                        given.getMatcher(), completeEntryPoint(given.getEntryPoint())));
            }
        }
        DelegatingServerAuthenticationEntryPoint result = new DelegatingServerAuthenticationEntryPoint(completed);
        result.setDefaultEntryPoint(completeEntryPoint(last));
        return result;
    }

    ServerAccessDeniedHandler completeDeniedHandler(ServerAccessDeniedHandler handler) {
        if (handler.getClass() == ServerWebExchangeDelegatingServerAccessDeniedHandler.class) {
            return completeEachDeniedHandler(handler);
        }
        return isOfSpringSecurity(handler)
                ? (exchange, failure) -> answer.complete(exchange, failure, quiet -> handler.handle(quiet, failure))
                : handler;
    }

    private ServerAccessDeniedHandler completeEachDeniedHandler(ServerAccessDeniedHandler delegating) {
        Class<?> type = ServerWebExchangeDelegatingServerAccessDeniedHandler.class;
        List<?> entries = PrivateFields.read(delegating, type, "handlers", List.class);
        ServerAccessDeniedHandler last =
                PrivateFields.read(delegating, type, "defaultHandler", ServerAccessDeniedHandler.class);
        if (entries == null || last == null) {
            return delegating;
        }
        List<ServerWebExchangeDelegatingServerAccessDeniedHandler.DelegateEntry> completed = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof ServerWebExchangeDelegatingServerAccessDeniedHandler.DelegateEntry given) {
                completed.add(new ServerWebExchangeDelegatingServerAccessDeniedHandler.DelegateEntry(
                        given.getMatcher(), completeDeniedHandler(given.getAccessDeniedHandler())));
            }
        }
        ServerWebExchangeDelegatingServerAccessDeniedHandler result =
                new ServerWebExchangeDelegatingServerAccessDeniedHandler(completed);
        result.setDefaultAccessDeniedHandler(completeDeniedHandler(last));
        return result;
    }

    ServerAuthenticationFailureHandler completeFailureHandler(ServerAuthenticationFailureHandler handler) {
        Class<?> type = ServerAuthenticationEntryPointFailureHandler.class;
        if (handler.getClass() != type) {
            return handler;
        }
        ServerAuthenticationEntryPoint entryPoint =
                PrivateFields.read(handler, type, "authenticationEntryPoint", ServerAuthenticationEntryPoint.class);
        Boolean rethrow = PrivateFields.read(handler, type, "rethrowAuthenticationServiceException", Boolean.class);
        if (entryPoint == null || rethrow == null) {
            return handler;
        }
        ServerAuthenticationEntryPointFailureHandler result =
                new ServerAuthenticationEntryPointFailureHandler(completeEntryPoint(entryPoint));
        result.setRethrowAuthenticationServiceException(rethrow);
        return result;
    }

    /** By name: its defaults are lambdas here and there. */
    private static boolean isOfSpringSecurity(Object handler) {
        return handler.getClass().getName().startsWith(SPRING_SECURITY);
    }
}
