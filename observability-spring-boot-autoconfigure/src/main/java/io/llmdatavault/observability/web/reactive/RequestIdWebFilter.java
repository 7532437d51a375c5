package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.web.RequestIds;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives a request its id: in the answer, as an attribute of the exchange, and in Reactor's context, from where it gets
 * into the logging MDC of each thread that works on the request.
 */
class RequestIdWebFilter implements WebFilter, Ordered {

    private final RequestIds ids;

    RequestIdWebFilter(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = ids.accept(exchange.getRequest().getHeaders().getFirst(ids.header()));
        exchange.getAttributes().put(RequestIds.CONTEXT_KEY, id);
        exchange.getResponse().getHeaders().set(ids.header(), id);
        return chain.filter(exchange).contextWrite(context -> context.put(RequestIds.CONTEXT_KEY, id));
    }
}
