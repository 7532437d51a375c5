package io.llmdatavault.observability.web.servlet;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.web.ClientDisconnects;
import io.llmdatavault.observability.web.Problem;
import io.llmdatavault.observability.web.ProblemResponder;
import io.llmdatavault.observability.web.UserIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers failures with problems, for everyone who catches them: the exception handlers inside the dispatcher servlet,
 * the filter around everything, the error dispatch and Spring Security's handlers. Says what is to be left alone.
 * Thread-safe.
 */
final class ServletProblems {

    private static final Logger logger = LoggerFactory.getLogger(ServletProblems.class);

    /** On a request whose failure is known, on its way to the error page. */
    private static final String REPORTED = ServletProblems.class.getName() + ".REPORTED";

    private static final String SECURITY_FILTER_CHAIN = "springSecurityFilterChain";

    private final ProblemResponder responder;

    private final WebApplicationContext context;

    private final ProblemWriter writer;

    private final OwnErrorHandling ownHandling;

    private final @Nullable UserIds users;

    ServletProblems(
            ProblemResponder responder,
            WebApplicationContext context,
            ObjectProvider<RequestMappingHandlerAdapter> adapters,
            OwnErrorHandling ownHandling,
            @Nullable UserIds users) {
        this.users = users;
        this.responder = responder;
        this.context = context;
        this.writer = new ProblemWriter(adapters);
        this.ownHandling = ownHandling;
    }

    /**
     * Answers a failure inside the dispatcher servlet; what is Spring Security's goes on to its filter.
     * @return whether the request is done; if not, the failure is to go on as if nobody had caught it
     */
    boolean answerInside(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean forSecurity =
                ProblemResponder.isForSecurityFilter(thrown) && context.containsBean(SECURITY_FILTER_CHAIN);
        return !forSecurity && answer(thrown, request, response);
    }

    /**
     * Answers a failure that has left the dispatcher servlet and most filters.
     * @return whether the request is done; if not, the failure is to go on as if nobody had caught it
     */
    boolean answerOutside(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        // A page of the application's may be meant for this very exception: the server finds it. What runs on another
        // thread owns the response.
        return !ownHandling.hasPages() && !request.isAsyncStarted() && answer(thrown, request, response);
    }

    private boolean answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Throwable failure = unwrap(thrown);
        FailedRequest failed = new FailedRequest(request);
        if (!covers(failure, failed)) {
            return false;
        }
        // Where it may as well be another service that went away, an answer is tried: nobody gets it, or who waits for
        // it.
        if (ClientDisconnects.isDisconnect(thrown)
                && (response.isCommitted() || ClientDisconnects.isSurelyOfCaller(thrown))) {
            logger.debug("The caller went away before the answer was complete", thrown);
            if (!response.isCommitted()) {
                // No success, whoever hears of it; Jetty says the same of a body that it cannot decode.
                HalfAnswer.withdraw(response, HttpServletResponse.SC_BAD_REQUEST);
                response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            }
            return true;
        }
        if (response.isCommitted()) {
            // Swallowed here, a half-sent answer would end as if it were whole; the server cuts the connection, and
            // logs.
            logger.debug("The answer is on its way already and cannot become a problem", thrown);
            // Undertow has no type of its own for a caller who went away.
            if (!(failure instanceof IOException) || !DisconnectedClientHelper.isClientDisconnectedException(failure)) {
                RequestObservation.mark(request, failure);
                responder.record(failure, failed.describe(failure));
            }
            return false;
        }
        return failed.prefersHtml() ? answerPage(failure, failed, response) : write(failure, failed, response);
    }

    /** The page stays the application's or Boot's; without this it would say 500 whatever has failed. */
    private boolean answerPage(Throwable failure, FailedRequest failed, HttpServletResponse response)
            throws IOException {
        if (!(failure instanceof VaultError)) {
            return false;
        }
        Problem problem = respond(failure, failed);
        failed.request().setAttribute(REPORTED, true);
        HalfAnswer.withdraw(response, problem.body().getStatus());
        // All but the content type: the page has its own, and Tomcat keeps one that was set once.
        ProblemWriter.addHeaders(problem.headers(), response);
        response.sendError(problem.body().getStatus());
        return true;
    }

    /**
     * Answers on an error dispatch, for what failed out of our reach or was never an exception.
     * @return whether the request is done; if not, the error page is to answer
     */
    boolean answerErrorDispatch(SentError sent, HttpServletRequest request, HttpServletResponse response) {
        FailedRequest failed = new FailedRequest(request);
        Throwable failure = sent.thrown() != null ? unwrap(sent.thrown()) : sent;
        if (!covers(failure, failed)) {
            return false;
        }
        if (sent.thrown() != null && isLogged(failure, request)) {
            responder.record(failure, failed.describe(failure));
        }
        if (response.isCommitted()) {
            // A page would be a second body.
            return true;
        }
        if (failed.prefersHtml()) {
            if (sent.thrown() == null && request.getAttribute(REPORTED) == null) {
                // Nobody else says that this request has failed.
                respond(failure, failed);
            }
            return false;
        }
        return write(failure, failed, response);
    }

    /** Servers log what is thrown at them; Undertow takes each failed input or output for a caller who went away. */
    private static boolean isLogged(Throwable failure, HttpServletRequest request) {
        return !(failure instanceof IOException)
                || !request.getServletContext().getServerInfo().startsWith("Undertow");
    }

    /** Whether a refusal of Spring Security's is to be answered with a problem. */
    boolean answersRefusal(Throwable refusal, HttpServletRequest request) {
        FailedRequest failed = new FailedRequest(request);
        return isInScope(refusal, failed) && !failed.prefersHtml();
    }

    /**
     * Answers a refusal of Spring Security's, after it has set its headers.
     * @return whether the request is done
     */
    @SuppressWarnings("try") // the scope is only closed
    boolean answerRefusal(Throwable refusal, HttpServletRequest request, HttpServletResponse response) {
        // The filter for it stands behind Spring Security.
        try (UserScope scope = UserScope.open(users, request)) {
            return write(refusal, new FailedRequest(request), response);
        }
    }

    private boolean covers(Throwable failure, FailedRequest failed) {
        return !ownHandling.hasAttributes() && isInScope(failure, failed);
    }

    private boolean isInScope(Throwable failure, FailedRequest failed) {
        // The management server of Actuator may find these beans, too: its context is a child of ours.
        return failed.request().getServletContext() == context.getServletContext()
                && !ownHandling.hasController()
                && responder.answers(failure, failed.path());
    }

    private boolean write(Throwable failure, FailedRequest failed, HttpServletResponse response) {
        return writer.write(respond(failure, failed), failed.request(), response);
    }

    private Problem respond(Throwable failure, FailedRequest failed) {
        RequestObservation.mark(failed.request(), failure);
        return responder.respond(failure, MissingInputs.of(failure), failed.describe(failure));
    }

    /** The dispatcher servlet and the servers wrap what is no servlet exception; a subclass says something itself. */
    private static Throwable unwrap(Throwable thrown) {
        return thrown.getClass() == ServletException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
    }
}
