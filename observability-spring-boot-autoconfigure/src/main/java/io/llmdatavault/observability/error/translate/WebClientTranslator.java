package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.UnsupportedMediaTypeException;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Translates what {@code WebClient} throws. Loaded only with spring-webflux. */
final class WebClientTranslator implements ShippedTranslator {

    private final PeerFailures failures;

    WebClientTranslator(PeerFailures failures) {
        this.failures = failures;
    }

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof WebClientResponseException exception) {
            return throwable.getCause() instanceof UnsupportedMediaTypeException
                    ? PeerFailures.external("Other service answered in an unknown format")
                            .statusCode(exception.getStatusCode().value())
                    : failures.answered(exception.getStatusCode().value(), exception.getHeaders());
        }
        if (throwable instanceof WebClientRequestException) {
            return PeerFailures.notReached(throwable);
        }
        return throwable instanceof WebClientException ? PeerFailures.external("Call of another service failed") : null;
    }
}
