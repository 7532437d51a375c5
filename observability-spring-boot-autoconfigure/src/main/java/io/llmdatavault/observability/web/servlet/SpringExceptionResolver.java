package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.web.ProblemResponder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers what Spring's own resolvers would answer otherwise. All else waits for {@link ProblemExceptionResolver}, so that
 * the application's resolvers see it first.
 */
final class SpringExceptionResolver implements HandlerExceptionResolver {

    private static final Logger logger = LoggerFactory.getLogger(SpringExceptionResolver.class);

    private final ObjectProvider<ServletProblems> problems;

    /** Takes a provider, because Spring MVC is set up before most of what describes a failure. */
    SpringExceptionResolver(ObjectProvider<ServletProblems> problems) {
        this.problems = problems;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        // The answer to an error dispatch is the error page itself.
        if (request.getDispatcherType() == DispatcherType.ERROR || !isTakenBySpring(thrown)) {
            return null;
        }
        try {
            return problems.getObject().answerInside(thrown, request, response) ? new ModelAndView() : null;
        } catch (IOException ex) {
            logger.debug("The answer cannot be sent", ex);
            return null;
        }
    }

    /** Spring drops what looks like a caller who went away; its helper goes by messages, too. */
    private static boolean isTakenBySpring(Throwable thrown) {
        return ProblemResponder.isKnownToSpring(thrown)
                || DisconnectedClientHelper.isClientDisconnectedException(thrown);
    }
}
