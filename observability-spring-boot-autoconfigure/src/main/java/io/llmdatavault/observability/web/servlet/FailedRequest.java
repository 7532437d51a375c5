package io.llmdatavault.observability.web.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.ProblemRequest;
import io.llmdatavault.observability.web.ProblemResponder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UrlPathHelper;

/**
 * What is to be known of a request that failed. On the way to the error page that is the request as it came in, not the
 * one for the page.
 */
final class FailedRequest {

    private static final Logger logger = LoggerFactory.getLogger(FailedRequest.class);

    private static final String RESOLVER = DispatcherServlet.LOCALE_RESOLVER_BEAN_NAME;

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

    /** The pattern of static resources matches what nothing else matches: that is no match. */
    private static final String CATCH_ALL = "/**";

    private final HttpServletRequest request;

    private final String uri;

    FailedRequest(HttpServletRequest request) {
        this.request = request;
        this.uri = uri(request);
    }

    private static String uri(HttpServletRequest request) {
        Object original = isErrorDispatch(request) ? request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) : null;
        return original instanceof String path ? path : request.getRequestURI();
    }

    /** In a WAR a filter of Boot's forwards to the error page, with the attributes of an error dispatch. */
    private static boolean isErrorDispatch(HttpServletRequest request) {
        DispatcherType dispatch = request.getDispatcherType();
        return dispatch == DispatcherType.ERROR
                || (dispatch == DispatcherType.FORWARD
                        && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null);
    }

    HttpServletRequest request() {
        return request;
    }

    /** Within the application. What the server has refused need not be a valid path; then the root stands for it. */
    PathContainer path() {
        try {
            return RequestPath.parse(uri, request.getContextPath()).pathWithinApplication();
        } catch (IllegalArgumentException ex) {
            return PathContainer.parsePath("/");
        }
    }

    boolean prefersHtml() {
        Enumeration<String> values = request.getHeaders(HttpHeaders.ACCEPT);
        List<String> accept = values != null ? Collections.list(values) : List.of();
        return ProblemResponder.prefersHtml(accept.isEmpty() ? null : String.join(", ", accept));
    }

    ProblemRequest describe(Throwable failure) {
        String path = UrlPathHelper.defaultInstance.removeSemicolonContent(uri);
        return new ProblemRequest(path, locale(), ErrorContext.of(operation(failure)));
    }

    /** The dispatcher servlet leaves the application's resolver in the request; before it nobody has. */
    private Locale locale() {
        try {
            LocaleResolver resolver = RequestContextUtils.getLocaleResolver(request);
            WebApplicationContext context = RequestContextUtils.findWebApplicationContext(request);
            if (resolver == null && context != null && context.containsBean(RESOLVER)) {
                resolver = context.getBean(RESOLVER, LocaleResolver.class);
            }
            return resolver != null ? resolver.resolveLocale(request) : request.getLocale();
        } catch (RuntimeException ex) {
            logger.debug("The locale resolver fails: the caller's own language stands in", ex);
            return request.getLocale();
        }
    }

    /** Both parts are from bounded sets: the operation becomes a metric label. */
    private String operation(Throwable failure) {
        HttpMethod method = HttpMethod.valueOf(originalMethod());
        if (!METHODS.contains(method)) {
            return ErrorContext.UNKNOWN_OPERATION;
        }
        String pattern = pattern(failure);
        return method.name() + " " + (pattern != null ? pattern : ErrorContext.UNKNOWN_OPERATION);
    }

    private @Nullable String pattern(Throwable failure) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null || failure instanceof NoResourceFoundException || pattern.equals(CATCH_ALL)
                ? null
                : pattern.toString();
    }

    /** Some servers ask for the error page with GET, whatever the request was. */
    private String originalMethod() {
        Object original = isErrorDispatch(request) ? request.getAttribute("jakarta.servlet.error.method") : null;
        return original instanceof String method ? method : request.getMethod();
    }
}
