package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what no resolver has answered. It comes last, so that those which only look at failures, as error trackers
 * register them after Spring's own, have seen it.
 */
final class ProblemExceptionResolver implements HandlerExceptionResolver, Ordered {

    private static final Logger logger = LoggerFactory.getLogger(ProblemExceptionResolver.class);

    private final ServletProblems problems;

    ProblemExceptionResolver(ServletProblems problems) {
        this.problems = problems;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            // The answer to an error dispatch is the error page itself.
            return null;
        }
        try {
            return problems.answerInside(thrown, request, response) ? new ModelAndView() : null;
        } catch (IOException ex) {
            logger.debug("The answer cannot be sent", ex);
            return null;
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
