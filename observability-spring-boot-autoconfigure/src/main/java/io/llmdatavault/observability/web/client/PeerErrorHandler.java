package io.llmdatavault.observability.web.client;

import java.io.IOException;
import java.net.URI;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestClientResponseException;

/** Spring's own error handler, but for problems. */
class PeerErrorHandler extends DefaultResponseErrorHandler {

    private final PeerErrors errors;

    PeerErrorHandler(PeerErrors errors) {
        this.errors = errors;
    }

    @Override
    public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
        if (!PeerAnswer.isProblem(response.getHeaders())) {
            super.handleError(url, method, response);
            return;
        }
        PeerResponse problem = new PeerResponse(response);
        try {
            super.handleError(url, method, problem);
        } catch (RestClientResponseException ex) {
            throw errors.error(problem.answer(method, url), ex);
        }
    }

    /** The same for {@code RestClient}, whose further handlers are to see what is no problem. */
    static final class ProblemsOnly extends PeerErrorHandler {

        ProblemsOnly(PeerErrors errors) {
            super(errors);
        }

        @Override
        public boolean hasError(ClientHttpResponse response) throws IOException {
            return super.hasError(response) && PeerAnswer.isProblem(response.getHeaders());
        }
    }
}
