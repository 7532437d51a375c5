package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;

import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Asks the limits of a request's path, and holds its permits until the answer is complete or nobody waits for it any more.
 * Lets annotated methods know the exchange.
 */
class RateLimitWebFilter implements WebFilter, Ordered {

    private final PathLimits limits;

    private final CurrentExchange current;

    private final ApplicationContext context;

    private final int order;

    private final @Nullable PlainRefusal plainRefusal;

    /**
     * Makes a filter.
     * @param plainRefusal what is answered where there are no problem details; {@code null} where there are
     */
    RateLimitWebFilter(
            PathLimits limits,
            CurrentExchange current,
            ApplicationContext context,
            int order,
            @Nullable PlainRefusal plainRefusal) {
        this.limits = limits;
        this.current = current;
        this.context = context;
        this.order = order;
        this.plainRefusal = plainRefusal;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        // The management server of Actuator finds this bean, too: its context is a child of ours.
        if (exchange.getApplicationContext() != context) {
            return chain.filter(exchange);
        }
        List<PathLimit> asked = limits.of(new LimitedExchange(exchange, null));
        Mono<Void> answer = asked.isEmpty() ? chain.filter(exchange) : limited(asked, exchange, chain);
        return answer.contextWrite(written -> CurrentExchange.write(written, exchange));
    }

    private Mono<Void> limited(List<PathLimit> asked, ServerWebExchange exchange, WebFilterChain chain) {
        return LimitedExchange.of(exchange, PathLimits.needPrincipal(asked))
                .flatMap(limited -> HeldPublisher.mono(
                        PathLimits.mayWait(asked), () -> take(asked, limited), () -> chain.filter(exchange)));
    }

    private HeldPermits take(List<PathLimit> asked, LimitedExchange request) {
        try {
            return current.call(request, () -> limits.take(asked, request));
        } catch (VaultError refusal) {
            if (plainRefusal == null) {
                throw refusal;
            }
            plainRefusal
                    .headers(refusal)
                    .forEach(request.exchange().getResponse().getHeaders()::set);
            throw new ResponseStatusException(HttpStatusCode.valueOf(plainRefusal.status(refusal)), null, refusal);
        }
    }
}
