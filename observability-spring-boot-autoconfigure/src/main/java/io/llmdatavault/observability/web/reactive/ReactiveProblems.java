package io.llmdatavault.observability.web.reactive;

import java.util.List;

import io.llmdatavault.observability.web.Problem;
import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.handler.ExceptionHandlingWebHandler;
import reactor.core.publisher.Mono;

/** Answers failed exchanges with problems: for the exception handler and for Spring Security's. */
final class ReactiveProblems implements SmartInitializingSingleton {

    private final ProblemResponder responder;

    private final ProblemWriter writer;

    private final ApplicationContext context;

    private final OwnErrorHandling ownHandling;

    private final SingletonSupplier<Boolean> canWrite;

    ReactiveProblems(ProblemResponder responder, ServerCodecConfigurer codecs, ApplicationContext context) {
        this.responder = responder;
        this.writer = new ProblemWriter(codecs);
        this.context = context;
        this.ownHandling = new OwnErrorHandling(context);
        this.canWrite = SingletonSupplier.of(writer::isAble);
    }

    @Override
    public void afterSingletonsInstantiated() {
        ownHandling.tell();
    }

    /** Whether a failure that would reach Boot's error handler is ours; what is not is left alone. */
    boolean covers(ServerWebExchange exchange, Throwable failure) {
        return !ownHandling.takesWhatReachesBoot() && coversRefusal(exchange, failure);
    }

    /** The same for what Spring Security refuses. */
    boolean coversRefusal(ServerWebExchange exchange, Throwable failure) {
        // The management server of Actuator finds our beans, too: its context is a child of ours.
        return exchange.getApplicationContext() == context
                && !ownHandling.takesAll()
                && canWrite.obtain()
                && responder.answers(failure, exchange.getRequest().getPath().pathWithinApplication());
    }

    /** Reports a failure that somebody else answers and logs. */
    Mono<Void> record(ServerWebExchange exchange, Throwable failure) {
        return Mono.deferContextual(view -> {
            RequestScope.call(exchange, view, () -> {
                responder.record(failure, FailedExchange.describe(exchange, failure));
                return true;
            });
            return Mono.empty();
        });
    }

    Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        return Mono.deferContextual(view -> writer.write(
                RequestScope.call(
                        exchange,
                        view,
                        () -> responder.respond(failure, List.of(), FailedExchange.describe(exchange, failure))),
                exchange));
    }

    /** Keeps the status and the headers that the answer has already. */
    Mono<Void> answer(ServerWebExchange exchange, Throwable failure, HttpStatusCode status) {
        mark(exchange, failure);
        return Mono.deferContextual(view -> writer.write(
                RequestScope.call(
                        exchange,
                        view,
                        () -> responder.respond(
                                failure,
                                status.value(),
                                ResponseHeaders.copy(exchange.getResponse().getHeaders()),
                                FailedExchange.describe(exchange, failure))),
                exchange));
    }

    /** Reports the failure, and leaves the page to whoever else makes it, with the status it is to have. */
    Mono<Void> leavePage(ServerWebExchange exchange, Throwable failure) {
        return Mono.deferContextual(view -> {
            Problem problem = RequestScope.call(
                    exchange,
                    view,
                    () -> responder.respond(failure, List.of(), FailedExchange.describe(exchange, failure)));
            ResponseHeaders.add(problem, exchange.getResponse().getHeaders());
            HttpStatusCode status = HttpStatusCode.valueOf(problem.body().getStatus());
            return Mono.error(new ResponseStatusException(status, null, failure));
        });
    }

    /** Tells Spring's observation of the request what went wrong, where no exception passes its handlers. */
    private static void mark(ServerWebExchange exchange, Throwable failure) {
        exchange.getAttributes().put(ExceptionHandlingWebHandler.HANDLED_WEB_EXCEPTION, failure);
    }
}
