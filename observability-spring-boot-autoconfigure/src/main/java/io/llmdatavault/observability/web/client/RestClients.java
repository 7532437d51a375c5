package io.llmdatavault.observability.web.client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * What the customizers of both Boot lines do to {@code RestClient} and {@code RestTemplate}. Public for them only.
 *
 * <p>No interceptor is used: with one, Spring buffers the body of each request in memory.
 *
 * @since 0.1.0
 */
public final class RestClients {

    private final ObjectProvider<OutgoingRequestId> requestId;

    private final ObjectProvider<PeerErrors> errors;

    RestClients(ObjectProvider<OutgoingRequestId> requestId, ObjectProvider<PeerErrors> errors) {
        this.requestId = requestId;
        this.errors = errors;
    }

    /**
     * Makes a client send the request id. That it understands problems is added when it is built.
     * @param builder the builder to change
     */
    public void customize(RestClient.Builder builder) {
        // As late as can be: headers that the application sets are there by then.
        requestId.ifAvailable(
                id -> builder.defaultRequest(spec -> spec.httpRequest(request -> id.addTo(request.getHeaders()))));
    }

    /**
     * Makes a template send the request id, and understand problems unless it has an error handler of its own.
     * @param template the template to change
     */
    public void customize(RestTemplate template) {
        // Headers that the application sets replace this one.
        requestId.ifAvailable(
                id -> template.getClientHttpRequestInitializers().add(request -> id.addTo(request.getHeaders())));
        if (template.getErrorHandler().getClass() == DefaultResponseErrorHandler.class) {
            errors.ifAvailable(peerErrors -> template.setErrorHandler(new PeerErrorHandler(peerErrors)));
        }
    }
}
