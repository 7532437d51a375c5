package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The exchange of Spring WebFlux that a limit is asked for. On its way through Reactor it is in the context, from where
 * whoever asks a limit binds it to the thread while the limit decides.
 */
final class CurrentExchange implements RequestKeys, LimitHeaders {

    private static final Object KEY = CurrentExchange.class;

    private static final ThreadLocal<@Nullable LimitedExchange> CURRENT = new ThreadLocal<>();

    /** What is downstream of it is for an exchange. */
    static Context write(Context context, ServerWebExchange exchange) {
        return context.put(KEY, exchange);
    }

    /** The exchange that a subscriber works for, where asked with its user; empty outside of one. */
    static Mono<LimitedExchange> of(ContextView context, boolean needsPrincipal) {
        return context.hasKey(KEY) ? LimitedExchange.of(context.get(KEY), needsPrincipal) : Mono.empty();
    }

    /** Decides for an exchange. */
    <T> T call(LimitedExchange exchange, Supplier<T> decision) {
        LimitedExchange previous = CURRENT.get();
        CURRENT.set(exchange);
        try {
            return decision.get();
        } finally {
            if (previous != null) {
                CURRENT.set(previous);
            } else {
                CURRENT.remove();
            }
        }
    }

    @Override
    public @Nullable String principal() {
        LimitedExchange exchange = CURRENT.get();
        return exchange != null ? exchange.principal() : null;
    }

    @Override
    public @Nullable String ip() {
        LimitedExchange exchange = CURRENT.get();
        return exchange != null ? exchange.ip() : null;
    }

    @Override
    public @Nullable String header(String name) {
        LimitedExchange exchange = CURRENT.get();
        return exchange != null ? exchange.header(name) : null;
    }

    @Override
    public @Nullable Long weight() {
        LimitedExchange exchange = CURRENT.get();
        return exchange != null ? exchange.weight() : null;
    }

    @Override
    public void tell(String name, RequestRate rate, long limit, long remaining, Duration untilReset) {
        LimitedExchange bound = CURRENT.get();
        if (bound != null && !bound.exchange().getResponse().isCommitted()) {
            HttpHeaders headers = bound.exchange().getResponse().getHeaders();
            put(headers, LimitFields.POLICY, name, LimitFields.policy(name, rate, limit));
            put(headers, LimitFields.STATE, name, LimitFields.state(name, rate, remaining, untilReset));
        }
    }

    /** By no method that takes another type in each line of Spring. */
    private static void put(HttpHeaders headers, String header, String name, String line) {
        List<String> present = new ArrayList<>();
        headers.forEach((other, values) -> {
            if (other.equalsIgnoreCase(header)) {
                present.addAll(values);
            }
        });
        headers.put(header, LimitFields.lines(name, line, present));
    }
}
