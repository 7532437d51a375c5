package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.web.RequestIds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What the customizers of both Boot lines do to {@code WebClient}. Public for them only.
 *
 * @since 0.1.0
 */
public final class WebClients {

    private final ObjectProvider<OutgoingRequestId> requestId;

    private final ObjectProvider<PeerErrors> errors;

    WebClients(ObjectProvider<OutgoingRequestId> requestId, ObjectProvider<PeerErrors> errors) {
        this.requestId = requestId;
        this.errors = errors;
    }

    /**
     * Makes a client send the request id and understand problems.
     * @param builder the builder to change
     */
    public void customize(WebClient.Builder builder) {
        requestId.ifAvailable(id -> builder.filter(
                (request, next) -> Mono.deferContextual(context -> next.exchange(withId(request, id, context)))));
        errors.ifAvailable(peerErrors -> builder.filter((request, next) -> exchange(request, next, peerErrors)));
    }

    private static ClientRequest withId(ClientRequest request, OutgoingRequestId requestId, ContextView context) {
        Object carried = context.getOrDefault(RequestIds.CONTEXT_KEY, null);
        String id = carried instanceof String text && RequestIds.isAcceptable(text) ? text : requestId.current();
        return id == null || requestId.isIn(request.headers())
                ? request
                : ClientRequest.from(request).header(requestId.header(), id).build();
    }

    private static Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, PeerErrors errors) {
        return next.exchange(request).map(response -> {
            boolean problem = response.statusCode().isError()
                    && PeerAnswer.isProblem(response.headers().asHttpHeaders());
            return problem ? new PeerClientResponse(response, request, errors) : response;
        });
    }
}
