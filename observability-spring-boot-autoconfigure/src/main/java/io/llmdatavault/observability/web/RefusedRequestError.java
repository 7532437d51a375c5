package io.llmdatavault.observability.web;

import java.util.List;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.logging.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A request that Spring refused, or whose inputs it found wrong. Its message is a sentence of ours that the mapper
 * replaces by the one for the status, in the language of the caller.
 */
final class RefusedRequestError extends ValidationError {

    private static final long serialVersionUID = 1L;

    static final String MESSAGE = "The request cannot be handled";

    /** More of them tell nobody more. */
    private static final int MAX_NAMES = 10;

    RefusedRequestError(String code, Throwable cause) {
        this(code, cause, MESSAGE);
    }

    private RefusedRequestError(String code, @Nullable Throwable cause, String message) {
        super(ValidationError.builder(message).code(code).cause(cause).withoutStackTrace());
    }

    /** The same, with the names of what is wrong for the log: never with values. */
    RefusedRequestError about(List<InputError> inputs) {
        String names = inputs.stream()
                .map(InputError::toString)
                .distinct()
                .limit(MAX_NAMES)
                .collect(Collectors.joining(", "));
        return new RefusedRequestError(code(), getCause(), MESSAGE + " (" + PlainText.of(names) + ")");
    }
}
