package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Has a handler of Spring Security set status and headers, and sends the problem with them. */
final class ProblemAccessDeniedHandler implements AccessDeniedHandler {

    private final AccessDeniedHandler delegate;

    private final Supplier<ServletProblems> problems;

    ProblemAccessDeniedHandler(AccessDeniedHandler delegate, Supplier<ServletProblems> problems) {
        this.delegate = delegate;
        this.problems = problems;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException, ServletException {
        SecurityRefusal refusal = new SecurityRefusal(failure, held -> delegate.handle(request, held, failure));
        refusal.answer(problems.get(), request, response);
    }
}
