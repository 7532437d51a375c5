package io.llmdatavault.observability.resilience.ratelimit;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * An exchange of Spring WebFlux as limits see it.
 *
 * @param exchange the exchange
 * @param principal the name of its user, who is known only after it was waited for; {@code null} for nobody
 */
record LimitedExchange(ServerWebExchange exchange, @Nullable String principal) implements LimitedRequest {

    /** Waits for the user, where asked. */
    static Mono<LimitedExchange> of(ServerWebExchange exchange, boolean needsPrincipal) {
        if (!needsPrincipal) {
            return Mono.just(new LimitedExchange(exchange, null));
        }
        return exchange.getPrincipal()
                .map(principal -> Optional.ofNullable(principal.getName()))
                .defaultIfEmpty(Optional.empty())
                .map(name -> new LimitedExchange(exchange, name.orElse(null)));
    }

    /** Never a raw forwarded header: anybody can send one. The server or Spring puts in a trusted proxy's. */
    @Override
    public @Nullable String ip() {
        InetSocketAddress address = exchange.getRequest().getRemoteAddress();
        if (address == null) {
            return null;
        }
        // What a proxy has named is not resolved.
        return address.getAddress() != null ? address.getAddress().getHostAddress() : address.getHostString();
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.getRequest().getHeaders().getFirst(name);
    }

    @Override
    public List<PathContainer> paths() {
        return PathSpellings.of(exchange.getRequest().getPath().pathWithinApplication());
    }

    @Override
    public long announcedBytes() {
        return exchange.getRequest().getHeaders().getContentLength();
    }
}
