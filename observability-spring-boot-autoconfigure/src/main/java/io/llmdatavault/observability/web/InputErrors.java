package io.llmdatavault.observability.web;

import java.util.ArrayList;
import java.util.List;

import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.web.InputError.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ServerWebInputException;

/** Finds in an exception which inputs are wrong. */
final class InputErrors {

    private static final boolean VALIDATION_PRESENT =
            ClassUtils.isPresent("jakarta.validation.ConstraintViolationException", InputErrors.class.getClassLoader());

    private InputErrors() {}

    static List<InputError> of(Throwable failure) {
        if (failure instanceof ValidationError error) {
            return ofError(error);
        }
        if (failure instanceof MethodArgumentNotValidException exception) {
            return ofErrors(exception, InputPlace.of(exception.getParameter()), "");
        }
        if (failure instanceof BindException exception) {
            return ofErrors(exception, new InputPlace(Place.PARAMETER, ""), "");
        }
        if (failure instanceof ServerWebInputException exception) {
            return ofReactiveInput(exception);
        }
        if (failure instanceof HandlerMethodValidationException exception && !exception.isForReturnValue()) {
            return ofArguments(exception);
        }
        if (failure instanceof MethodArgumentTypeMismatchException exception) {
            InputPlace place = InputPlace.of(exception.getParameter()).at("");
            return List.of(InputError.of(place.place(), place.name(), InputError.TYPE));
        }
        return VALIDATION_PRESENT ? ConstraintViolations.inputErrors(failure) : List.of();
    }

    /** Whether a rule for well-formed input was broken: what {@code problem.validation-status} is about. */
    static boolean isValidation(Throwable failure) {
        return failure instanceof BindException
                || failure instanceof WebExchangeBindException
                || (failure instanceof HandlerMethodValidationException exception && !exception.isForReturnValue())
                || (VALIDATION_PRESENT && ConstraintViolations.areOfInput(failure));
    }

    private static List<InputError> ofReactiveInput(ServerWebInputException exception) {
        InputPlace place = exception.getMethodParameter() != null
                ? InputPlace.of(exception.getMethodParameter())
                : new InputPlace(Place.PARAMETER, "");
        if (exception instanceof WebExchangeBindException errors) {
            return ofErrors(errors, place, "");
        }
        if (exception instanceof MissingRequestValueException) {
            return List.of(InputError.of(place.place(), place.name(), InputError.MISSING));
        }
        return exception.getCause() instanceof TypeMismatchException
                ? List.of(InputError.of(place.place(), place.name(), InputError.TYPE))
                : List.of();
    }

    private static List<InputError> ofError(ValidationError error) {
        List<InputError> inputs = new ArrayList<>();
        for (ValidationViolation violation : error.violations()) {
            inputs.add(InputError.ofText(Place.POINTER, InputPath.pointer(violation.field()), violation.expected()));
        }
        if (inputs.isEmpty()) {
            error.field()
                    .ifPresent(field -> inputs.add(InputError.ofText(
                            Place.POINTER, InputPath.pointer(field), String.valueOf(error.getMessage()))));
        }
        return inputs;
    }

    private static List<InputError> ofErrors(Errors errors, InputPlace place, String prefix) {
        List<InputError> inputs = new ArrayList<>();
        for (ObjectError error : errors.getAllErrors()) {
            InputPlace at = place.at(error instanceof FieldError field ? prefix + field.getField() : prefix);
            if (error instanceof FieldError field && field.isBindingFailure()) {
                // Its default text holds the value and Java types.
                inputs.add(InputError.of(at.place(), at.name(), InputError.TYPE));
            } else {
                Object rejected = error instanceof FieldError field ? field.getRejectedValue() : target(errors);
                inputs.add(ofRule(at, error, template(error), rejected));
            }
        }
        return inputs;
    }

    /** A rule for the whole object rejects the object. */
    private static @Nullable Object target(Errors errors) {
        return errors instanceof BindingResult result ? result.getTarget() : null;
    }

    private static List<InputError> ofArguments(HandlerMethodValidationException exception) {
        List<InputError> inputs = new ArrayList<>();
        for (ParameterValidationResult result : exception.getParameterValidationResults()) {
            InputPlace place = InputPlace.of(result.getMethodParameter());
            String prefix = container(result);
            if (result instanceof ParameterErrors errors) {
                inputs.addAll(ofErrors(errors, place, prefix.isEmpty() ? "" : prefix + "."));
                continue;
            }
            InputPlace at = place.place() == Place.POINTER ? place.at(prefix) : place;
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                inputs.add(ofRule(at, error, template(result, error), result.getArgument()));
            }
        }
        if (!exception.getCrossParameterValidationResults().isEmpty()) {
            // Their texts may show any of the arguments.
            inputs.add(InputError.of(Place.OTHER, "", InputError.VALUE));
        }
        return inputs;
    }

    private static String container(ParameterValidationResult result) {
        if (result.getContainerIndex() != null) {
            return "[" + result.getContainerIndex() + "]";
        }
        return result.getContainerKey() != null ? "[" + result.getContainerKey() + "]" : "";
    }

    private static InputError ofRule(
            InputPlace at, MessageSourceResolvable text, @Nullable String template, @Nullable Object rejectedValue) {
        return new InputError(at.place(), at.name(), text, template, rejectedValue, InputError.VALUE);
    }

    private static @Nullable String template(ObjectError error) {
        return VALIDATION_PRESENT ? ConstraintViolations.template(error) : null;
    }

    private static @Nullable String template(ParameterValidationResult result, MessageSourceResolvable error) {
        return VALIDATION_PRESENT ? ConstraintViolations.template(result, error) : null;
    }
}
