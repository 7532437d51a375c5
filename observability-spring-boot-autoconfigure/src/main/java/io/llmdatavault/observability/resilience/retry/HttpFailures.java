package io.llmdatavault.observability.resilience.retry;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Knows of failures of Spring's HTTP clients whether the request may have had its effect, and would have it twice: it was
 * sent, and its method is not idempotent (RFC 9110, section 9.2.2). Thread-safe.
 */
final class HttpFailures {

    private static final String CLIENTS = "org.springframework.web.";

    /** What finds the method in an exception, for each client that there is. */
    private final List<BiFunction<Throwable, @Nullable String, @Nullable String>> methods = new ArrayList<>();

    HttpFailures() {
        ClassLoader classLoader = HttpFailures.class.getClassLoader();
        if (ClassUtils.isPresent(CLIENTS + "client.RestClientException", classLoader)) {
            methods.add(new RestClientMethod());
        }
        if (ClassUtils.isPresent(CLIENTS + "reactive.function.client.WebClientRequestException", classLoader)) {
            methods.add(new WebClientMethod());
        }
    }

    /**
     * Whether the request may have had its effect.
     * @param failure what the client threw
     * @param lastMethod of the last request, for a client that does not say it in what it throws; {@code null} where that
     * is not known
     */
    boolean mayBeDone(Throwable failure, @Nullable String lastMethod) {
        if (methods.isEmpty()) {
            return false;
        }
        boolean isNotIdempotent = ErrorChain.of(failure)
                .anyMatch(cause -> methods.stream()
                        .map(method -> method.apply(cause, lastMethod))
                        .anyMatch(method -> method != null && !AttemptRequest.isIdempotent(method)));
        return ErrorChain.find(failure, AttemptRequest.Unfinished.class) != null
                || (isNotIdempotent && !isNotSent(failure));
    }

    private static boolean isNotSent(Throwable failure) {
        return ErrorChain.find(failure, ConnectException.class) != null
                || ErrorChain.find(failure, UnknownHostException.class) != null;
    }

    /** The exceptions of RestTemplate say the method in their message and nowhere else, those of RestClient not always. */
    private static final class RestClientMethod implements BiFunction<Throwable, @Nullable String, @Nullable String> {

        /** Before the body, which is the peer's and may tell of requests of its own. */
        private static final Pattern METHOD = Pattern.compile("[^:\"]* on ([A-Z]+) request for \"");

        @Override
        public @Nullable String apply(Throwable failure, @Nullable String lastMethod) {
            if (!(failure instanceof RestClientException)) {
                return null;
            }
            Matcher matcher = METHOD.matcher(Objects.requireNonNullElse(failure.getMessage(), ""));
            return matcher.lookingAt() ? matcher.group(1) : lastMethod;
        }
    }

    private static final class WebClientMethod implements BiFunction<Throwable, @Nullable String, @Nullable String> {

        @Override
        public @Nullable String apply(Throwable failure, @Nullable String lastMethod) {
            if (failure instanceof WebClientRequestException ex) {
                return ex.getMethod().name();
            }
            HttpRequest request = failure instanceof WebClientResponseException ex ? ex.getRequest() : null;
            return request != null ? request.getMethod().name() : null;
        }
    }
}
