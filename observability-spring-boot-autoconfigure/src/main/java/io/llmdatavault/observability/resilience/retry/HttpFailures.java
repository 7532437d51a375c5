package io.llmdatavault.observability.resilience.retry;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Knows whether an HTTP request of a failed attempt may have had its effect, and would have it twice: it was sent, and its
 * method is not idempotent (RFC 9110, section 9.2.2). Clients say so beforehand ({@link AttemptRequest}) or in what they
 * throw. Thread-safe.
 */
final class HttpFailures {

    private static final String CLIENTS = "org.springframework.web.";

    /** What finds the method in an exception, for each client that there is; an empty text where it is not said. */
    private final List<Function<Throwable, @Nullable String>> methods = new ArrayList<>();

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
     * Whether another attempt may do twice what is to be done once.
     * @param failure what the attempt threw
     * @param request what it has sent, where that is known
     * @param isRefused whether who answered last says that it has not done what it was asked for
     */
    boolean mayBeDone(Throwable failure, @Nullable AttemptRequest request, boolean isRefused) {
        String method = failedMethod(failure, request);
        boolean isFailed = method != null && !AttemptRequest.isIdempotent(method);
        boolean isUndone = isFailed && (isRefused || isNotSent(failure));
        int sent = request == null ? 0 : request.notIdempotent();
        return sent > (isUndone ? 1 : 0) || (isFailed && !isUndone);
    }

    private @Nullable String failedMethod(Throwable failure, @Nullable AttemptRequest request) {
        String method = ErrorChain.of(failure)
                .flatMap(cause -> methods.stream().map(of -> of.apply(cause)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return method != null && method.isEmpty() ? (request == null ? null : request.lastMethod()) : method;
    }

    private static boolean isNotSent(Throwable failure) {
        return ErrorChain.find(failure, ConnectException.class) != null
                || ErrorChain.find(failure, UnknownHostException.class) != null;
    }

    /** The exceptions of RestTemplate say the method in their message and nowhere else, those of RestClient not always. */
    private static final class RestClientMethod implements Function<Throwable, @Nullable String> {

        private static final Pattern METHOD = Pattern.compile(" on (\\S+) request for \"");

        private static final String NOT_ANSWERED = "I/O error";

        @Override
        public @Nullable String apply(Throwable failure) {
            if (!(failure instanceof RestClientException)) {
                return null;
            }
            String message = Objects.requireNonNullElse(failure.getMessage(), "");
            // What stands elsewhere may be the peer's, who may tell of requests of its own.
            String start = failure instanceof RestClientResponseException answer
                    ? answer.getStatusCode().value() + " " + answer.getStatusText()
                    : NOT_ANSWERED;
            if (!message.startsWith(start)) {
                return "";
            }
            Matcher matcher = METHOD.matcher(message).region(start.length(), message.length());
            return matcher.lookingAt() ? matcher.group(1) : "";
        }
    }

    private static final class WebClientMethod implements Function<Throwable, @Nullable String> {

        @Override
        public @Nullable String apply(Throwable failure) {
            if (failure instanceof WebClientRequestException ex) {
                return ex.getMethod().name();
            }
            HttpRequest request = failure instanceof WebClientResponseException ex ? ex.getRequest() : null;
            return request != null ? request.getMethod().name() : null;
        }
    }
}
