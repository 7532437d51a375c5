package io.llmdatavault.observability.web.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A response that fails with the peer's error where Spring would make an exception of it: handlers of the application's
 * own come first, because they never ask.
 */
final class PeerClientResponse extends ClientResponseWrapper {

    private final ClientRequest request;

    private final PeerErrors errors;

    PeerClientResponse(ClientResponse response, ClientRequest request, PeerErrors errors) {
        super(response);
        this.request = request;
        this.errors = errors;
    }

    @Override
    public Mono<WebClientResponseException> createException() {
        return body().flatMap(body -> springException(body.orElseGet(() -> new byte[0]))
                .flatMap(cause -> Mono.error(errors.error(answer(body), cause))));
    }

    @Override
    public <T> Mono<T> createError() {
        return createException().flatMap(Mono::error);
    }

    /** The body; empty when it is too long, too slow or cannot be read. */
    private Mono<Optional<byte[]>> body() {
        return DataBufferUtils.join(response().bodyToFlux(DataBuffer.class), PeerAnswer.MAX_BODY_BYTES)
                .map(PeerClientResponse::bytes)
                .defaultIfEmpty(new byte[0])
                .timeout(PeerResponse.MAX_READ_TIME)
                .map(Optional::of)
                .onErrorResume(Exception.class, ex -> Mono.just(Optional.empty()));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /** Spring's own exception, from what was read. */
    private Mono<WebClientResponseException> springException(byte[] body) {
        return ClientResponse.create(statusCode(), strategies())
                .request(response().request())
                .headers(headers -> copy(headers().asHttpHeaders(), headers))
                .body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
                .build()
                .createException();
    }

    /** One by one: the methods that copy all differ between Spring's lines. */
    private static void copy(HttpHeaders from, HttpHeaders to) {
        from.forEach((name, values) -> values.forEach(value -> to.add(name, value)));
    }

    private PeerAnswer answer(Optional<byte[]> body) {
        return new PeerAnswer(
                request.method().name(),
                request.url(),
                statusCode().value(),
                headers().asHttpHeaders(),
                body.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null));
    }
}
