package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Has an entry point of Spring Security set status and challenge, and sends the problem with them. */
final class ProblemEntryPoint implements AuthenticationEntryPoint {

    private final AuthenticationEntryPoint delegate;

    private final Supplier<ServletProblems> problems;

    ProblemEntryPoint(AuthenticationEntryPoint delegate, Supplier<ServletProblems> problems) {
        this.delegate = delegate;
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        SecurityRefusal refusal = new SecurityRefusal(failure, held -> delegate.commence(request, held, failure));
        refusal.answer(problems.get(), request, response);
    }
}
