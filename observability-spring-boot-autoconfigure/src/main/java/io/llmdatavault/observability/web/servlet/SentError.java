package io.llmdatavault.observability.web.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * An error that was sent with a status, not thrown: by a filter, a handler or the server itself. Its message is for the
 * log only.
 */
final class SentError extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Throwable thrown;

    private final transient HttpHeaders headers = new HttpHeaders();

    SentError(
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            @Nullable Throwable thrown,
            HttpServletResponse response) {
        super(HttpStatusCode.valueOf(status), message, cause);
        this.thrown = thrown;
        // So that the body says the same.
        String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
    }

    /** What an error dispatch is about; {@code null} when that is no error. */
    static @Nullable SentError of(HttpServletRequest request, HttpServletResponse response) {
        Throwable cause = throwable(request, RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        if (cause != null && response.isCommitted()) {
            // The status is then the one that has been sent.
            status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
        if (!(status instanceof Integer code) || code < 400 || code > 599) {
            return null;
        }
        Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        // Who handles an exception by sending an error may have reported it.
        Throwable handled = cause != null ? cause : throwable(request, DispatcherServlet.EXCEPTION_ATTRIBUTE);
        return new SentError(
                code, message instanceof String text ? text : null, handled, code == 500 ? cause : null, response);
    }

    private static @Nullable Throwable throwable(HttpServletRequest request, String attribute) {
        return request.getAttribute(attribute) instanceof Throwable throwable ? throwable : null;
    }

    /** What was thrown, when the status only says that something was. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    /** The stack is that of the error dispatch and says nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
