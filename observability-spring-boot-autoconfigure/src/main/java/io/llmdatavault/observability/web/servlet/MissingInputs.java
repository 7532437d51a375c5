package io.llmdatavault.observability.web.servlet;

import java.util.List;

import io.llmdatavault.observability.web.InputError;
import io.llmdatavault.observability.web.InputError.Place;
import org.springframework.web.bind.MissingMatrixVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

/** The inputs that a servlet request lacks: exceptions that only exist where there are servlets. */
final class MissingInputs {

    private MissingInputs() {}

    static List<InputError> of(Throwable failure) {
        if (failure instanceof MissingServletRequestParameterException exception) {
            return missing(Place.PARAMETER, exception.getParameterName());
        }
        if (failure instanceof MissingServletRequestPartException exception) {
            return missing(Place.PARAMETER, exception.getRequestPartName());
        }
        if (failure instanceof MissingMatrixVariableException exception) {
            return missing(Place.PARAMETER, exception.getVariableName());
        }
        return failure instanceof MissingRequestHeaderException exception
                ? missing(Place.HEADER, exception.getHeaderName())
                : List.of();
    }

    private static List<InputError> missing(Place place, String name) {
        return List.of(InputError.of(place, name, InputError.MISSING));
    }
}
