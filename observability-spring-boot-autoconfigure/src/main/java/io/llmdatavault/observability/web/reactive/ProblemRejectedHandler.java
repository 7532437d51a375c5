package io.llmdatavault.observability.web.reactive;

import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.firewall.HttpStatusExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Adds a body to what Spring Security's firewall rejects. */
class ProblemRejectedHandler implements ServerExchangeRejectedHandler {

    private final ServerExchangeRejectedHandler springSecurity = new HttpStatusExchangeRejectedHandler();

    private final SecurityAnswer answer;

    ProblemRejectedHandler(SecurityAnswer answer) {
        this.answer = answer;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, ServerExchangeRejectedException rejected) {
        ResponseStatusException failure = new ResponseStatusException(HttpStatus.BAD_REQUEST, null, rejected);
        return answer.complete(exchange, failure, quiet -> springSecurity.handle(quiet, rejected));
    }
}
