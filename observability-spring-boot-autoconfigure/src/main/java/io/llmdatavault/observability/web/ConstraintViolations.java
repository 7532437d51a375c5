package io.llmdatavault.observability.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

import io.llmdatavault.observability.web.InputError.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.util.ReflectionUtils;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/** What Jakarta Validation says about inputs. Loaded only where it is on the class path. */
final class ConstraintViolations {

    private ConstraintViolations() {}

    /** Whether a caller broke the rules; a return value that does is this service's own fault. */
    static boolean areOfInput(Throwable failure) {
        return failure instanceof ConstraintViolationException exception
                && violations(exception).stream().noneMatch(ConstraintViolations::isOfReturnValue);
    }

    static List<InputError> inputErrors(Throwable failure) {
        return failure instanceof ConstraintViolationException exception && areOfInput(exception)
                ? violations(exception).stream()
                        .map(ConstraintViolations::inputError)
                        .toList()
                : List.of();
    }

    static @Nullable String template(ObjectError error) {
        return error.contains(ConstraintViolation.class)
                ? error.unwrap(ConstraintViolation.class).getMessageTemplate()
                : null;
    }

    static @Nullable String template(ParameterValidationResult result, MessageSourceResolvable error) {
        try {
            return result.unwrap(error, ConstraintViolation.class).getMessageTemplate();
        } catch (IllegalArgumentException ex) {
            // The error was made by another validator.
            return null;
        }
    }

    private static List<ConstraintViolation<?>> violations(ConstraintViolationException exception) {
        return exception.getConstraintViolations() != null
                ? List.copyOf(exception.getConstraintViolations())
                : List.of();
    }

    private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    private static InputError inputError(ConstraintViolation<?> violation) {
        Iterator<Path.Node> nodes = violation.getPropertyPath().iterator();
        InputPlace argument = new InputPlace(Place.POINTER, "");
        List<String> path = new ArrayList<>();
        Path.MethodNode method = null;
        while (nodes.hasNext()) {
            Path.Node node = nodes.next();
            if (node.getKind() == ElementKind.METHOD) {
                method = node.as(Path.MethodNode.class);
            } else if (node.getKind() == ElementKind.PARAMETER && method != null) {
                argument = argument(violation, method, node.as(Path.ParameterNode.class));
            } else {
                addTo(path, node);
            }
        }
        InputPlace at = at(argument, path);
        return new InputError(
                at.place(),
                at.name(),
                new DefaultMessageSourceResolvable(null, violation.getMessage()),
                violation.getMessageTemplate(),
                violation.getInvalidValue(),
                InputError.VALUE);
    }

    private static void addTo(List<String> path, Path.Node node) {
        if (node.getIndex() != null) {
            path.add(node.getIndex().toString());
        } else if (node.getKey() != null) {
            path.add(node.getKey().toString());
        }
        boolean named = node.getKind() == ElementKind.PROPERTY;
        if (named && node.getName() != null) {
            path.add(node.getName());
        }
    }

    private static InputPlace at(InputPlace argument, List<String> path) {
        if (argument.place() == Place.POINTER) {
            return new InputPlace(Place.POINTER, InputPath.pointer(path));
        }
        return path.isEmpty() ? argument : new InputPlace(argument.place(), String.join(".", path));
    }

    private static InputPlace argument(
            ConstraintViolation<?> violation, Path.MethodNode node, Path.ParameterNode parameter) {
        Class<?>[] types = node.getParameterTypes().toArray(new Class<?>[0]);
        Method method = ReflectionUtils.findMethod(violation.getRootBeanClass(), node.getName(), types);
        return method != null
                ? InputPlace.of(new MethodParameter(method, parameter.getParameterIndex()))
                : new InputPlace(Place.PARAMETER, parameter.getName());
    }
}
