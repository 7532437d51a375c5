package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.web.ClientDisconnects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Answers what nobody else handles, in controllers, functional routes and filters alike. Exception handler methods of
 * the application's come before by design; what is to be left alone is passed on unchanged, upon which Spring goes on
 * as if this handler were not there.
 */
class ProblemExceptionHandler implements WebExceptionHandler, Ordered {

    private static final Logger logger = LoggerFactory.getLogger(ProblemExceptionHandler.class);

    /** One before Spring Boot's (-1). A handler of the application's with this order comes first: it is registered first. */
    private static final int ORDER = -2;

    /** The constant for it has another name in each line of Spring. */
    private static final int TOO_LARGE = 413;

    private final ReactiveProblems problems;

    ProblemExceptionHandler(ReactiveProblems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        Throwable failure = read(exchange, thrown);
        if (ClientDisconnects.isDisconnect(failure)) {
            logger.debug("The caller went away before the answer was complete", failure);
            ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                    .ifPresent(context -> context.setConnectionAborted(true));
            return Mono.empty();
        }
        if (exchange.getResponse().isCommitted()) {
            logger.debug("The answer is on its way already and cannot become a problem", failure);
            return Mono.error(thrown);
        }
        if (!problems.answers(exchange, failure)) {
            return Mono.error(thrown);
        }
        if (FailedExchange.prefersHtml(exchange)) {
            return failure instanceof VaultError ? problems.leavePage(exchange, failure) : Mono.error(thrown);
        }
        return problems.answer(exchange, failure);
    }

    /** Spring gives a body that is too large its status only where a codec reads it for an argument, not in uploads. */
    private static Throwable read(ServerWebExchange exchange, Throwable thrown) {
        Throwable failure = Exceptions.unwrap(thrown);
        boolean hasBody = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE) != null;
        return failure instanceof DataBufferLimitException && hasBody
                ? new ResponseStatusException(HttpStatusCode.valueOf(TOO_LARGE), null, failure)
                : failure;
    }
}
