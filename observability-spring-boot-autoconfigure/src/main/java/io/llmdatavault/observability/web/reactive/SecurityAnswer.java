package io.llmdatavault.observability.web.reactive;

import java.net.URI;
import java.util.function.Function;

import io.llmdatavault.observability.web.ProblemResponder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets Spring Security say status and headers, and adds the body. A redirect to a login page is for browsers; everyone
 * else gets a 401 in its place.
 */
final class SecurityAnswer {

    private static final @Nullable URI NOWHERE = null;

    private final ObjectProvider<ReactiveProblems> problems;

    SecurityAnswer(ObjectProvider<ReactiveProblems> problems) {
        this.problems = problems;
    }

    Mono<Void> complete(
            ServerWebExchange exchange, Throwable failure, Function<ServerWebExchange, Mono<Void>> springSecurity) {
        ReactiveProblems writer = problems.getIfAvailable();
        if (writer == null
                || exchange.getResponse().isCommitted()
                || FailedExchange.prefersHtml(exchange)
                || !writer.coversRefusal(exchange, failure)) {
            return springSecurity.apply(exchange);
        }
        ServerWebExchange withoutBody = exchange.mutate()
                .response(new BodilessResponse(exchange.getResponse()))
                .build();
        return springSecurity
                .apply(withoutBody)
                .then(Mono.defer(() -> writer.answer(exchange, failure, status(exchange.getResponse()))));
    }

    private static HttpStatusCode status(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        if (status != null && status.isError()) {
            return status;
        }
        HttpHeaders headers = response.getHeaders();
        if (headers.getLocation() != null && headers.getFirst(HttpHeaders.WWW_AUTHENTICATE) == null) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, ProblemResponder.LOGIN_CHALLENGE);
        }
        headers.setLocation(NOWHERE);
        return HttpStatus.UNAUTHORIZED;
    }

    /** Takes status and headers, and lets bodies vanish. */
    private static final class BodilessResponse extends ServerHttpResponseDecorator {

        BodilessResponse(ServerHttpResponse delegate) {
            super(delegate);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return Flux.from(body).doOnNext(DataBufferUtils::release).then();
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return Flux.from(body).concatMap(this::writeWith).then();
        }

        @Override
        public Mono<Void> setComplete() {
            return Mono.empty();
        }
    }
}
