package io.llmdatavault.observability.error.translate;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * Translates what Bean Validation throws. Loaded only with its API. A return value that breaks a rule is the service's own
 * fault. The texts of the violations stay out: they may show the rejected values.
 */
final class ConstraintViolationTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof ConstraintViolationException exception)) {
            return null;
        }
        Set<ConstraintViolation<?>> violations =
                exception.getConstraintViolations() != null ? exception.getConstraintViolations() : Set.of();
        return violations.stream().anyMatch(ConstraintViolationTranslator::isOfReturnValue)
                ? null
                : invalid(violations.stream()
                        .map(ConstraintViolationTranslator::violation)
                        .toList());
    }

    static ValidationError.Builder invalid(List<ValidationViolation> violations) {
        return ValidationError.builder("The input is not valid.").violations(violations);
    }

    private static boolean isOfReturnValue(ConstraintViolation<?> violation) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }

    private static ValidationViolation violation(ConstraintViolation<?> violation) {
        Class<?> rule = violation.getConstraintDescriptor().getAnnotation().annotationType();
        return violation(field(violation.getPropertyPath()), rule.getSimpleName());
    }

    static ValidationViolation violation(String field, String constraint) {
        return new ValidationViolation(field, constraint, null, "The value is not allowed.");
    }

    /** As the caller knows it: without the method that took the argument. */
    private static String field(Path path) {
        StringBuilder field = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            }
            boolean named = node.getKind() == ElementKind.PROPERTY || node.getKind() == ElementKind.PARAMETER;
            if (named && node.getName() != null) {
                field.append(field.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return field.toString();
    }
}
