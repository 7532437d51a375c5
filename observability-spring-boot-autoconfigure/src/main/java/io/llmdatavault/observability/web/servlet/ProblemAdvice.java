package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers what Spring's own resolvers would answer otherwise, after every exception handler of the application's. What it
 * is to leave alone it throws again unchanged, upon which Spring goes on as if it were not there. All else waits for
 * {@link ProblemExceptionResolver}, so that the application's resolvers see it first.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

    private final ServletProblems problems;

    ProblemAdvice(ServletProblems problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Throwable.class)
    void handle(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws Throwable {
        // The answer to an error dispatch is the error page itself.
        boolean isErrorPage = request.getDispatcherType() == DispatcherType.ERROR;
        if (isErrorPage || !isTakenBySpring(thrown) || !problems.answerInside(thrown, request, response)) {
            throw thrown;
        }
    }

    /** Spring drops what looks like a caller who went away; its helper goes by messages, too. */
    private static boolean isTakenBySpring(Throwable thrown) {
        return ProblemResponder.isKnownToSpring(thrown)
                || DisconnectedClientHelper.isClientDisconnectedException(thrown);
    }
}
