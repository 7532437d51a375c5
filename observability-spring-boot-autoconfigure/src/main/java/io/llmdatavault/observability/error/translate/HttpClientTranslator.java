package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.UnknownContentTypeException;

/** Translates what {@code RestClient} and {@code RestTemplate} throw. Loaded only with spring-web. */
final class HttpClientTranslator implements ShippedTranslator {

    private final PeerFailures failures;

    HttpClientTranslator(PeerFailures failures) {
        this.failures = failures;
    }

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof RestClientResponseException exception) {
            return failures.answered(exception.getStatusCode().value(), exception.getResponseHeaders());
        }
        if (throwable instanceof ResourceAccessException) {
            return PeerFailures.notReached(throwable);
        }
        if (throwable instanceof UnknownContentTypeException exception) {
            return PeerFailures.external("Other service answered in an unknown format")
                    .statusCode(exception.getStatusCode().value());
        }
        return throwable instanceof RestClientException
                ? PeerFailures.external("Call of another service failed")
                : null;
    }
}
