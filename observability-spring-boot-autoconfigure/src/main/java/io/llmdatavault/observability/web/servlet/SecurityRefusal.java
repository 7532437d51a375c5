package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.AuthorizationError;
import io.llmdatavault.observability.web.ProblemResponder;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/** One refusal on its way through a handler of Spring Security, which says status and headers. */
final class SecurityRefusal {

    private static final String UNKNOWN = "unknown";

    private final RuntimeException failure;

    private final Handler handler;

    SecurityRefusal(RuntimeException failure, Handler handler) {
        this.failure = failure;
        this.handler = handler;
    }

    void answer(ServletProblems problems, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (response.isCommitted() || !problems.answersRefusal(failure, request)) {
            handler.handle(response);
            return;
        }
        HeldResponse held = new HeldResponse(response);
        handler.handle(held);
        if (held.isRedirect() && !response.containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, ProblemResponder.LOGIN_CHALLENGE);
        }
        boolean answered = held.isWritten() || response.isCommitted() || held.refusedStatus() < 400;
        if (answered || !problems.answerRefusal(failure(held.refusedStatus(), response), request, response)) {
            held.release();
        }
    }

    /** The exception itself where it says the same as the status, else one that does. */
    private Throwable failure(int status, HttpServletResponse response) {
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            return failure instanceof AuthenticationException
                    ? failure
                    : AuthenticationError.builder("refused", AuthProvider.custom(UNKNOWN))
                            .cause(failure)
                            .build();
        }
        if (status == HttpServletResponse.SC_FORBIDDEN) {
            return failure instanceof AccessDeniedException
                    ? failure
                    : AuthorizationError.builder("refused", UNKNOWN)
                            .cause(failure)
                            .build();
        }
        return new SentError(status, null, failure, null, response);
    }

    /** What Spring Security does with the refusal. */
    @FunctionalInterface
    interface Handler {

        void handle(HttpServletResponse response) throws IOException, ServletException;
    }
}
