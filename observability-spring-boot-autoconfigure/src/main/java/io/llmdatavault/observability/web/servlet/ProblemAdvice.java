package io.llmdatavault.observability.web.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.web.Problem;
import io.llmdatavault.observability.web.ProblemRequest;
import io.llmdatavault.observability.web.ProblemResponder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UrlPathHelper;

/**
 * Answers what nobody else handles. It comes after every exception handler of the application's; what it is to leave
 * alone it throws again unchanged, upon which Spring goes on as if it were not there.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

    private static final Logger logger = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final String SECURITY_FILTER_CHAIN = "springSecurityFilterChain";

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

    private final ProblemResponder responder;

    private final WebApplicationContext context;

    private final SingletonSupplier<Boolean> hasOwnErrorController;

    ProblemAdvice(ProblemResponder responder, WebApplicationContext context) {
        this.responder = responder;
        this.context = context;
        this.hasOwnErrorController = SingletonSupplier.of(() -> ErrorControllers.hasOwn(context));
    }

    @ExceptionHandler(Throwable.class)
    @Nullable
    ResponseEntity<ProblemDetail> handle(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        if (ClientDisconnects.isDisconnect(thrown)) {
            logger.debug("The caller went away before the answer was complete", thrown);
            return null;
        }
        if (response.isCommitted()) {
            // Swallowed here, a half-sent answer would end as if it were whole; the server cuts the connection instead.
            logger.debug("The answer is on its way already and cannot become a problem", thrown);
            throw thrown;
        }
        Throwable failure = unwrap(thrown);
        boolean forErrorPage = ProblemResponder.prefersHtml(accept(request));
        if (!isOurs(failure, request) || (forErrorPage && !(failure instanceof VaultError))) {
            throw thrown;
        }
        RequestObservation.mark(request, failure);
        // What failed may have announced the length of another body.
        response.setContentLengthLong(-1);
        Problem problem = responder.respond(failure, MissingInputs.of(failure), describe(request, failure));
        HalfAnswer.withdraw(response);
        if (forErrorPage) {
            // The page stays the application's or Boot's; without this it would say 500 whatever has failed.
            addHeaders(problem, response);
            response.sendError(problem.body().getStatus());
            return null;
        }
        return ResponseEntity.status(problem.body().getStatus())
                .headers(problem.headers())
                .body(problem.body());
    }

    /** All but the content type: the page has its own, and Tomcat keeps one that was set once. */
    private static void addHeaders(Problem problem, HttpServletResponse response) {
        problem.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                values.forEach(value -> response.addHeader(name, value));
            }
        });
    }

    /** The dispatcher servlet wraps what is a {@link java.lang.Error}. */
    private static Throwable unwrap(Throwable thrown) {
        return thrown instanceof ServletException && thrown.getCause() instanceof Error error ? error : thrown;
    }

    private boolean isOurs(Throwable failure, HttpServletRequest request) {
        // The answer to an error dispatch is the error page itself.
        return request.getDispatcherType() != DispatcherType.ERROR
                // The management server of Actuator finds this advice, too: its context is a child of ours.
                && request.getServletContext() == context.getServletContext()
                && !(ProblemResponder.isForSecurityFilter(failure) && context.containsBean(SECURITY_FILTER_CHAIN))
                && !hasOwnErrorController.obtain()
                && responder.answers(failure, path(request));
    }

    private static PathContainer path(HttpServletRequest request) {
        return RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
    }

    private static @Nullable String accept(HttpServletRequest request) {
        Enumeration<String> values = request.getHeaders(HttpHeaders.ACCEPT);
        List<String> accept = values != null ? Collections.list(values) : List.of();
        return accept.isEmpty() ? null : String.join(", ", accept);
    }

    private static ProblemRequest describe(HttpServletRequest request, Throwable failure) {
        String path = UrlPathHelper.defaultInstance.removeSemicolonContent(request.getRequestURI());
        Locale locale = RequestContextUtils.getLocale(request);
        return new ProblemRequest(path, locale, ErrorContext.of(operation(request, failure)));
    }

    /** Both parts are from bounded sets: the operation becomes a metric label. */
    private static String operation(HttpServletRequest request, Throwable failure) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        // What serves static resources matches every path that nothing else matches: that is no match.
        Object pattern = failure instanceof NoResourceFoundException
                ? null
                : request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (!METHODS.contains(method)) {
            return ErrorContext.UNKNOWN_OPERATION;
        }
        return method.name() + " " + (pattern != null ? pattern : ErrorContext.UNKNOWN_OPERATION);
    }
}
