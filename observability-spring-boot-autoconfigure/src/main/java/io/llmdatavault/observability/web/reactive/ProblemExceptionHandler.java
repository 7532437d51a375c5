package io.llmdatavault.observability.web.reactive;

import java.io.IOException;

import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.web.ClientDisconnects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
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

    private static final String MULTIPART = "multipart/";

    private static final String PART_READERS = "org.springframework.http.codec.multipart.";

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
        if (!problems.covers(exchange, failure)) {
            return Mono.error(thrown);
        }
        return exchange.getResponse().isCommitted()
                ? pass(exchange, failure).then(Mono.error(thrown))
                : answer(exchange, failure);
    }

    /** What it is for is passed on in any case: swallowed here, a half-sent answer would end as if it were whole. */
    private Mono<Void> pass(ServerWebExchange exchange, Throwable failure) {
        // Netty's own transports have no type of their own for a caller who went away.
        boolean disconnect = ClientDisconnects.isDisconnect(failure)
                || (failure instanceof IOException && DisconnectedClientHelper.isClientDisconnectedException(failure));
        if (disconnect) {
            logger.debug("The caller went away before the answer was complete", failure);
            return Mono.empty();
        }
        logger.debug("The answer is on its way already and cannot become a problem", failure);
        return problems.record(exchange, failure);
    }

    private Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        if (isOfTheCaller(failure)) {
            logger.debug("The caller went away before the answer was complete", failure);
            // Nobody reads it, but access logs and metrics must not show a success.
            exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
            ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                    .ifPresent(context -> context.setConnectionAborted(true));
            return Mono.empty();
        }
        if (!FailedExchange.prefersHtml(exchange)) {
            return problems.answer(exchange, failure);
        }
        return failure instanceof VaultError
                ? problems.leavePage(exchange, failure)
                : problems.record(exchange, failure).then(Mono.error(failure));
    }

    /**
     * Whether it is the connection to the caller that has failed. Clients throw the types of servers, too, and often
     * have somebody around them who says what for: what has such a type only as a cause is a failure of ours.
     */
    private static boolean isOfTheCaller(Throwable failure) {
        Throwable cause = failure.getCause();
        return ClientDisconnects.isDisconnect(failure) && (cause == null || !ClientDisconnects.isDisconnect(cause));
    }

    /** What Spring has a status for only where a codec reads a body for an argument, not in uploads. */
    private static Throwable read(ServerWebExchange exchange, Throwable thrown) {
        Throwable failure = Exceptions.unwrap(thrown);
        String contentType = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (contentType == null) {
            return failure;
        }
        if (failure instanceof DataBufferLimitException) {
            return new ResponseStatusException(HttpStatusCode.valueOf(TOO_LARGE), null, failure);
        }
        return failure instanceof DecodingException
                        && contentType.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length())
                        && isOfPartReader(failure)
                ? new ResponseStatusException(HttpStatus.BAD_REQUEST, null, failure)
                : failure;
    }

    /** Other decoders may have been reading the answer of another service. */
    private static boolean isOfPartReader(Throwable failure) {
        StackTraceElement[] stackTrace = failure.getStackTrace();
        return stackTrace.length > 0 && stackTrace[0].getClassName().startsWith(PART_READERS);
    }
}
