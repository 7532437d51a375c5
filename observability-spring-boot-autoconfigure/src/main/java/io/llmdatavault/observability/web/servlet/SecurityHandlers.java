package io.llmdatavault.observability.web.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.llmdatavault.observability.web.PrivateFields;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.CompositeAccessDeniedHandler;
import org.springframework.security.web.access.DelegatingAccessDeniedHandler;
import org.springframework.security.web.access.RequestMatcherDelegatingAccessDeniedHandler;
import org.springframework.security.web.authentication.DelegatingAuthenticationEntryPoint;
import org.springframework.security.web.session.InvalidSessionAccessDeniedHandler;
import org.springframework.security.web.session.InvalidSessionStrategy;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcherEntry;

/**
 * Adds bodies to the answers of Spring Security's own entry points and handlers. One of the application's own classes is
 * left as it is, also where it is one of several: those that choose among several are made anew, with what they choose
 * from.
 */
final class SecurityHandlers {

    private static final String SPRING_SECURITY = "org.springframework.security.";

    private final Supplier<ServletProblems> problems;

    SecurityHandlers(Supplier<ServletProblems> problems) {
        this.problems = problems;
    }

    AuthenticationEntryPoint completeEntryPoint(AuthenticationEntryPoint entryPoint) {
        if (!isOfSpringSecurity(entryPoint)) {
            return entryPoint;
        }
        if (entryPoint.getClass() == DelegatingAuthenticationEntryPoint.class) {
            return completeEachEntryPoint(entryPoint);
        }
        return (request, response, failure) -> new SecurityRefusal(
                        failure, held -> entryPoint.commence(request, held, failure))
                .answer(problems.get(), request, response);
    }

    private AuthenticationEntryPoint completeEachEntryPoint(AuthenticationEntryPoint delegating) {
        Class<?> type = DelegatingAuthenticationEntryPoint.class;
        Object entries = PrivateFields.read(delegating, type, "entryPoints", Object.class);
        LinkedHashMap<RequestMatcher, AuthenticationEntryPoint> completed = new LinkedHashMap<>();
        if (entries instanceof Map<?, ?> map) {
            map.forEach((matcher, entryPoint) -> addEntryPoint(completed, matcher, entryPoint));
        } else if (entries instanceof List<?> list) {
            // Since Spring Security 7.
            list.forEach(each -> {
                if (each instanceof RequestMatcherEntry<?> entry) {
                    addEntryPoint(completed, entry.getRequestMatcher(), entry.getEntry());
                }
            });
        } else {
            return delegating;
        }
        DelegatingAuthenticationEntryPoint result = new DelegatingAuthenticationEntryPoint(completed);
        AuthenticationEntryPoint last =
                PrivateFields.read(delegating, type, "defaultEntryPoint", AuthenticationEntryPoint.class);
        if (last != null) {
            result.setDefaultEntryPoint(completeEntryPoint(last));
        }
        return result;
    }

    /** The first of equal matchers is the one that is asked. */
    private void addEntryPoint(Map<RequestMatcher, AuthenticationEntryPoint> completed, Object matcher, Object entry) {
        completed.putIfAbsent((RequestMatcher) matcher, completeEntryPoint((AuthenticationEntryPoint) entry));
    }

    AccessDeniedHandler completeDeniedHandler(AccessDeniedHandler handler) {
        Class<?> type = handler.getClass();
        if (!isOfSpringSecurity(handler)) {
            return handler;
        }
        if (type == RequestMatcherDelegatingAccessDeniedHandler.class) {
            return completeEachDeniedHandler(
                    handler,
                    RequestMatcher.class::cast,
                    (handlers, last) ->
                            new RequestMatcherDelegatingAccessDeniedHandler(new LinkedHashMap<>(handlers), last));
        }
        if (type == DelegatingAccessDeniedHandler.class) {
            return completeEachDeniedHandler(
                    handler,
                    exception -> ((Class<?>) exception).asSubclass(AccessDeniedException.class),
                    (handlers, last) -> new DelegatingAccessDeniedHandler(new LinkedHashMap<>(handlers), last));
        }
        if (type == CompositeAccessDeniedHandler.class) {
            return completeLastDeniedHandler(handler);
        }
        if (MissingAuthorities.isHandler(handler)) {
            MissingAuthorities.complete(handler, this);
            return handler;
        }
        return isOfApplication(handler)
                ? handler
                : (request, response, failure) -> new SecurityRefusal(
                                failure, held -> handler.handle(request, held, failure))
                        .answer(problems.get(), request, response);
    }

    private <K> AccessDeniedHandler completeEachDeniedHandler(
            AccessDeniedHandler delegating,
            Function<Object, K> key,
            BiFunction<Map<K, AccessDeniedHandler>, AccessDeniedHandler, AccessDeniedHandler> constructor) {
        Class<?> type = delegating.getClass();
        Map<?, ?> handlers = PrivateFields.read(delegating, type, "handlers", Map.class);
        AccessDeniedHandler last = PrivateFields.read(delegating, type, "defaultHandler", AccessDeniedHandler.class);
        if (handlers == null || last == null) {
            return delegating;
        }
        Map<K, AccessDeniedHandler> completed = new LinkedHashMap<>();
        handlers.forEach((chosenBy, handler) ->
                completed.put(key.apply(chosenBy), completeDeniedHandler((AccessDeniedHandler) handler)));
        return constructor.apply(completed, completeDeniedHandler(last));
    }

    /** All of them are called: the last one is to answer. */
    private AccessDeniedHandler completeLastDeniedHandler(AccessDeniedHandler composite) {
        Collection<?> handlers =
                PrivateFields.read(composite, CompositeAccessDeniedHandler.class, "handlers", Collection.class);
        if (handlers == null || handlers.isEmpty()) {
            return composite;
        }
        List<AccessDeniedHandler> completed = new ArrayList<>();
        handlers.forEach(handler -> completed.add((AccessDeniedHandler) handler));
        int last = completed.size() - 1;
        completed.set(last, completeDeniedHandler(completed.get(last)));
        return new CompositeAccessDeniedHandler(completed);
    }

    /** Only the answer to a session that is gone is asked of somebody else. */
    private static boolean isOfApplication(AccessDeniedHandler handler) {
        if (handler.getClass() != InvalidSessionAccessDeniedHandler.class) {
            return false;
        }
        InvalidSessionStrategy strategy = PrivateFields.read(
                handler,
                InvalidSessionAccessDeniedHandler.class,
                "invalidSessionStrategy",
                InvalidSessionStrategy.class);
        return strategy != null && !isOfSpringSecurity(strategy);
    }

    /** By name: its defaults are lambdas here and there. */
    private static boolean isOfSpringSecurity(@Nullable Object handler) {
        return handler != null && handler.getClass().getName().startsWith(SPRING_SECURITY);
    }
}
