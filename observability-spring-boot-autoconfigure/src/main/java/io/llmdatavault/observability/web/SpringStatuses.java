package io.llmdatavault.observability.web;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.validation.BindException;
import org.springframework.validation.method.MethodValidationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * The status that Spring gives an exception: by {@link ErrorResponse}, by {@link ResponseStatus}, or by its own list of
 * types; and the one that the web server gives its own. Looks at the exception itself only: an internal failure must not take over the status of what caused it.
 */
final class SpringStatuses {

    private SpringStatuses() {}

    static @Nullable Integer find(Throwable failure) {
        if (failure instanceof ErrorResponse response) {
            return response.getStatusCode().value();
        }
        ResponseStatus annotation =
                AnnotatedElementUtils.findMergedAnnotation(failure.getClass(), ResponseStatus.class);
        return annotation != null ? Integer.valueOf(annotation.code().value()) : findByType(failure);
    }

    private static @Nullable Integer findByType(Throwable failure) {
        if (failure instanceof ConversionNotSupportedException
                || failure instanceof HttpMessageNotWritableException
                || failure instanceof MethodValidationException) {
            return 500;
        }
        boolean refused = failure instanceof HttpMessageNotReadableException
                || failure instanceof TypeMismatchException
                || failure instanceof BindException
                || ServerRefusals.isRefusal(failure);
        return refused ? 400 : null;
    }

    /** The name of a status as RFC 9110 has it. Spring's own names of two differ between its lines. */
    static String code(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return switch (status) {
            case 413 -> "CONTENT_TOO_LARGE";
            case 422 -> "UNPROCESSABLE_CONTENT";
            default -> known != null ? known.name() : "HTTP_" + status;
        };
    }
}
