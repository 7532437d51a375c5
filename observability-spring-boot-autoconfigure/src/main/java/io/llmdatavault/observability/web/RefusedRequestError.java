package io.llmdatavault.observability.web;

import io.llmdatavault.observability.error.ValidationError;

/**
 * A request that Spring refused, or whose inputs it found wrong. Its message is a sentence of ours that the mapper
 * replaces by the one for the status, in the language of the caller.
 */
final class RefusedRequestError extends ValidationError {

    private static final long serialVersionUID = 1L;

    static final String MESSAGE = "The request cannot be handled";

    RefusedRequestError(String code, Throwable cause) {
        super(ValidationError.builder(MESSAGE).code(code).cause(cause).withoutStackTrace());
    }
}
