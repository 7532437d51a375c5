package io.llmdatavault.observability.resilience.retry;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
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

    private static final Set<Integer> REFUSALS = Set.of(429, 503);

    /** What finds the request in an exception, for each client that there is; an empty text where it is not said. */
    private final List<Function<Throwable, @Nullable String>> requests = new ArrayList<>();

    HttpFailures() {
        ClassLoader classLoader = HttpFailures.class.getClassLoader();
        if (ClassUtils.isPresent(CLIENTS + "client.RestClientException", classLoader)) {
            requests.add(new OfRestClient());
        }
        if (ClassUtils.isPresent(CLIENTS + "reactive.function.client.WebClientRequestException", classLoader)) {
            requests.add(new OfWebClient());
        }
    }

    /**
     * Whether another attempt may do twice what is to be done once.
     * @param failure what the attempt threw
     * @param error what that means
     * @param sent what the attempt has sent, where that is known
     */
    boolean mayBeDone(Throwable failure, VaultError error, @Nullable AttemptRequest sent) {
        String failed = failedRequest(failure);
        boolean isUndone = isRefusal(error) || isNotSent(failure);
        if (sent == null || !sent.isAny()) {
            return failed != null && !failed.isEmpty() && !isIdempotent(failed) && !isUndone;
        }
        if (failed != null && !failed.isEmpty()) {
            return !(isUndone && sent.isOnly(failed));
        }
        boolean isOfPeer = failed != null || error instanceof ExternalServiceError;
        return !(isUndone && isOfPeer && sent.isOne());
    }

    private static boolean isIdempotent(String request) {
        return AttemptRequest.isIdempotent(request.substring(0, request.indexOf(' ')));
    }

    /** Empty where a client does not say it; {@code null} where no client has failed. */
    private @Nullable String failedRequest(Throwable failure) {
        return ErrorChain.of(failure)
                .flatMap(cause -> requests.stream().map(of -> of.apply(cause)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Who says when to come back has not done it; a gateway does not know what the service behind it has done. */
    private static boolean isRefusal(VaultError error) {
        if (error.retryAfter().isEmpty() || error instanceof TimeoutError) {
            return false;
        }
        return !(error instanceof ExternalServiceError external)
                || external.statusCode().stream().anyMatch(REFUSALS::contains);
    }

    private static boolean isNotSent(Throwable failure) {
        return ErrorChain.find(failure, ConnectException.class) != null
                || ErrorChain.find(failure, UnknownHostException.class) != null;
    }

    /** The exceptions of RestTemplate say it in their message and nowhere else, those of RestClient not always. */
    private static final class OfRestClient implements Function<Throwable, @Nullable String> {

        private static final Pattern REQUEST = Pattern.compile(" on (\\S+) request for \"([^\"]*)\"");

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
            Matcher matcher = REQUEST.matcher(message).region(start.length(), message.length());
            return matcher.lookingAt() ? AttemptRequest.text(matcher.group(1), matcher.group(2)) : "";
        }
    }

    private static final class OfWebClient implements Function<Throwable, @Nullable String> {

        @Override
        public @Nullable String apply(Throwable failure) {
            if (failure instanceof WebClientRequestException ex) {
                return text(ex.getMethod(), ex.getUri());
            }
            HttpRequest request = failure instanceof WebClientResponseException ex ? ex.getRequest() : null;
            return request != null ? text(request.getMethod(), request.getURI()) : null;
        }

        private static String text(HttpMethod method, URI uri) {
            return AttemptRequest.text(method.name(), uri.toString());
        }
    }
}
