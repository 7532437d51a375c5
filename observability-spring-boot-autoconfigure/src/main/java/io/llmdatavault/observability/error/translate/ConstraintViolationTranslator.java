package io.llmdatavault.observability.error.translate;

import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;

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
        if (!(throwable instanceof ConstraintViolationException exception)
                || exception.getConstraintViolations() == null
                || exception.getConstraintViolations().stream().anyMatch(ConstraintViolationTranslator::isOfResult)) {
            return null;
        }
        List<ValidationViolation> violations = exception.getConstraintViolations().stream()
                .map(violation -> new ValidationViolation(
                        violation.getPropertyPath().toString(),
                        violation
                                .getConstraintDescriptor()
                                .getAnnotation()
                                .annotationType()
                                .getSimpleName(),
                        null,
                        "The value is not allowed."))
                .toList();
        return ValidationError.builder("The input is not valid.").violations(violations);
    }

    private static boolean isOfResult(ConstraintViolation<?> violation) {
        return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
                .anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }
}
