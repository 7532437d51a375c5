package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/** Decides as Spring's own does, and sends a problem where that one writes a line of text. */
final class ProblemCorsProcessor extends DefaultCorsProcessor {

    private final Supplier<ServletProblems> problems;

    ProblemCorsProcessor(Supplier<ServletProblems> problems) {
        this.problems = problems;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration configuration, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean accepted = super.processRequest(configuration, request, response);
        if (!accepted && !answers(request, response)) {
            super.rejectRequest(new ServletServerHttpResponse(response));
        }
        return accepted;
    }

    private boolean answers(HttpServletRequest request, HttpServletResponse response) {
        SentError refusal =
                new SentError(HttpServletResponse.SC_FORBIDDEN, "Invalid CORS request", null, null, response);
        return !response.isCommitted()
                && problems.get().answersRefusal(refusal, request)
                && problems.get().answerRefusal(refusal, request, response);
    }

    /** Waits for who knows the request, too. */
    @Override
    protected void rejectRequest(ServerHttpResponse response) {}
}
