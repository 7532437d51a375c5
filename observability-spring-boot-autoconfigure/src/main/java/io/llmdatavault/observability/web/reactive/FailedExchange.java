package io.llmdatavault.observability.web.reactive;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.ProblemRequest;
import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.ServerWebExchange;

/** What a problem says about an exchange, and what its caller wants to read. */
final class FailedExchange {

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

    private FailedExchange() {}

    static boolean prefersHtml(ServerWebExchange exchange) {
        // Neither get nor remove: what they take differs between the lines of Spring.
        List<String> accept = exchange.getRequest().getHeaders().getValuesAsList(HttpHeaders.ACCEPT);
        return ProblemResponder.prefersHtml(String.join(", ", accept));
    }

    static ProblemRequest describe(ServerWebExchange exchange, Throwable failure) {
        Locale locale = exchange.getLocaleContext().getLocale();
        return new ProblemRequest(
                path(exchange),
                locale != null ? locale : Locale.ENGLISH,
                ErrorContext.of(operation(exchange, failure)));
    }

    /** As it was sent, without path parameters. */
    private static String path(ServerWebExchange exchange) {
        StringBuilder path = new StringBuilder();
        for (PathContainer.Element element : exchange.getRequest().getPath().elements()) {
            String value = element.value();
            int parameters = element instanceof PathContainer.PathSegment ? value.indexOf(';') : -1;
            path.append(parameters >= 0 ? value.substring(0, parameters) : value);
        }
        return path.toString();
    }

    /** Both parts are from bounded sets: the operation becomes a metric label. */
    private static String operation(ServerWebExchange exchange, Throwable failure) {
        HttpMethod method = exchange.getRequest().getMethod();
        // What serves static resources matches every path that nothing else matches: that is no match.
        Object pattern = failure instanceof NoResourceFoundException
                ? null
                : exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (!METHODS.contains(method)) {
            return ErrorContext.UNKNOWN_OPERATION;
        }
        return method.name() + " " + (pattern != null ? pattern : ErrorContext.UNKNOWN_OPERATION);
    }
}
