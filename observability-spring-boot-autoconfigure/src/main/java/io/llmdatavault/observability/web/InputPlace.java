package io.llmdatavault.observability.web;

import java.lang.annotation.Annotation;

import io.llmdatavault.observability.web.InputError.Place;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;

/**
 * Where the argument of a handler method comes from.
 *
 * @param place where it is in the request
 * @param name its name there; empty for a body
 */
record InputPlace(Place place, String name) {

    static InputPlace of(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            return new InputPlace(Place.POINTER, "");
        }
        if (parameter.hasParameterAnnotation(RequestHeader.class)) {
            return new InputPlace(Place.HEADER, name(parameter, RequestHeader.class));
        }
        if (parameter.hasParameterAnnotation(CookieValue.class)) {
            return new InputPlace(Place.OTHER, name(parameter, CookieValue.class));
        }
        if (parameter.hasParameterAnnotation(PathVariable.class)) {
            return new InputPlace(Place.PARAMETER, name(parameter, PathVariable.class));
        }
        if (parameter.hasParameterAnnotation(RequestPart.class)) {
            return new InputPlace(Place.PARAMETER, name(parameter, RequestPart.class));
        }
        return new InputPlace(Place.PARAMETER, name(parameter, RequestParam.class));
    }

    /** An input below this one, by the path of its property; the argument itself for an empty path. */
    InputPlace at(String propertyPath) {
        if (place == Place.POINTER) {
            return new InputPlace(place, InputPath.pointer(propertyPath));
        }
        return propertyPath.isEmpty() ? this : new InputPlace(place, propertyPath);
    }

    private static String name(MethodParameter parameter, Class<? extends Annotation> annotationType) {
        Annotation annotation = parameter.getParameterAnnotation(annotationType);
        String declared = annotation != null ? MergedAnnotation.from(annotation).getString("name") : "";
        if (!declared.isEmpty()) {
            return declared;
        }
        String discovered = parameter.getParameterName();
        return discovered != null ? discovered : parameter.getParameter().getName();
    }
}
