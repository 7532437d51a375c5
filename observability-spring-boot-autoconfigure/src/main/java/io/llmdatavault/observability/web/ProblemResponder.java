package io.llmdatavault.observability.web;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.report.ErrorLogging;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.web.ProblemProperties.ExceptionRule;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.web.ErrorResponse;

/**
 * Turns a failure into the problem to send: translates it, reports it once, describes it. All parts that catch failures
 * of requests call it. Public for the starter's own packages. Thread-safe; never throws.
 *
 * @since 0.1.0
 */
public final class ProblemResponder {

    /**
     * The challenge of a 401 in place of a redirect to a login page. RFC 9110 section 11.6.1 asks for one; who has logged
     * in comes back with a cookie, so that any registered scheme would promise what the application does not take.
     */
    public static final String LOGIN_CHALLENGE = "Cookie";

    private static final Logger logger = LoggerFactory.getLogger(ProblemResponder.class);

    private static final ErrorLogging NO_LINE = new ErrorLogging(null, false);

    private final ErrorTranslators translators;

    private final ErrorReporter reporter;

    private final ProblemMapper mapper;

    private final ExceptionRules rules;

    private final ProblemScope scope;

    private final ProblemLogging logging;

    ProblemResponder(
            ErrorTranslators translators,
            ErrorReporter reporter,
            ProblemMapper mapper,
            ExceptionRules rules,
            ProblemProperties properties) {
        this.translators = translators;
        this.reporter = reporter;
        this.mapper = mapper;
        this.rules = rules;
        this.scope = new ProblemScope(properties.paths(), properties.excludePaths());
        this.logging = new ProblemLogging(properties.logLevels(), properties.stackTraceStatuses());
    }

    /**
     * Whether a failure of a request is to be answered with a problem; what is not is left alone.
     * @param failure what was thrown
     * @param path the path of the request within the application
     * @return {@code false} for a path out of scope, or an exception whose status is none of an error
     */
    public boolean answers(Throwable failure, PathContainer path) {
        Integer status = SpringStatuses.find(failure);
        boolean isError = status == null || (status >= 400 && status <= 599);
        return isError && scope.covers(path);
    }

    /**
     * Whether a caller would rather read a page than a problem.
     * @param accept the {@code Accept} header
     * @return {@code true} when HTML has a better quality than JSON, as browsers send it
     */
    public static boolean prefersHtml(@Nullable String accept) {
        return ProblemScope.prefersHtml(accept);
    }

    /**
     * Whether an exception is one of Spring Security's, which its filter answers. The filter looks through all causes,
     * and so does this.
     * @param failure what was thrown
     * @return {@code true} for a failed authentication and a denied access
     */
    public static boolean isForSecurityFilter(Throwable failure) {
        return ErrorChain.of(failure).anyMatch(SecurityExceptions::contains);
    }

    /**
     * Whether Spring itself has a status for an exception or for one of its causes, and so answers it where nobody else
     * does.
     * @param failure what was thrown
     * @return {@code true} for what Spring's own exception resolvers take
     */
    public static boolean isKnownToSpring(Throwable failure) {
        return ErrorChain.of(failure).anyMatch(cause -> SpringStatuses.find(cause) != null);
    }

    /**
     * Reports a failure without a log line: one that the server logs, and that may have no answer any more.
     * @param thrown what was thrown
     * @param request the request that failed
     */
    public void record(Throwable thrown, ProblemRequest request) {
        Throwable original = unwrap(thrown);
        report(original, read(original, translate(original), List.of()), request, NO_LINE);
    }

    /**
     * Reports a failure and describes it.
     * @param thrown what was thrown
     * @param inputs the inputs that are wrong, as far as only the caller can see; others are found here
     * @param request the request that failed
     * @return the problem to send
     */
    public Problem respond(Throwable thrown, List<InputError> inputs, ProblemRequest request) {
        Throwable original = unwrap(thrown);
        Failure failure = read(original, translate(original), inputs);
        VaultError reported = report(original, failure, request, logging.of(mapper.status(failure)));
        return mapper.map(failure.withError(reported), request);
    }

    /**
     * Reports a failure to which somebody else has given a status and headers already, and describes it.
     * @param thrown what was thrown
     * @param status the status of the answer, unless a rule of the application's for the exception has another
     * @param given the headers of the answer, which stand in for those that are made up
     * @param request the request that failed
     * @return the problem to send
     */
    public Problem respond(Throwable thrown, int status, HttpHeaders given, ProblemRequest request) {
        Failure found = read(thrown, translate(thrown), List.of());
        Failure failure = new Failure(found.error(), found.rule(), status, given, found.breaksRule(), found.inputs());
        VaultError reported = report(thrown, failure, request, logging.of(mapper.status(failure)));
        return mapper.map(failure.withError(reported), request);
    }

    /** What only carries another exception to this thread stands for it. */
    private static Throwable unwrap(Throwable thrown) {
        boolean carrier = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return carrier && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private VaultError translate(Throwable thrown) {
        return PeerRefusals.toAnswer(translators.translate(thrown));
    }

    private Failure read(Throwable original, VaultError error, List<InputError> inputs) {
        ExceptionRule rule = rules.find(original);
        if (rule == null) {
            rule = rules.find(error);
        }
        HttpHeaders headers = original instanceof ErrorResponse response ? response.getHeaders() : new HttpHeaders();
        List<InputError> found = inputs.isEmpty() ? InputErrors.of(original) : inputs;
        return new Failure(
                error instanceof RefusedRequestError refused && !found.isEmpty() ? refused.about(found) : error,
                rule,
                BrokenUploads.contains(original) ? Integer.valueOf(400) : SpringStatuses.find(original),
                headers,
                InputErrors.isValidation(original),
                found);
    }

    private VaultError report(Throwable original, Failure failure, ProblemRequest request, ErrorLogging line) {
        String operation = failure.error().context().operation();
        if (operation.equals(ErrorContext.UNKNOWN_OPERATION)) {
            operation = request.ambient().operation();
        }
        try {
            return reporter.report(original, failure.error(), operation, line);
        } catch (RuntimeException ex) {
            // Reporters must not throw; one of the application's may still do it.
            logger.warn("The error reporter throws", ex);
            return failure.error();
        }
    }
}
