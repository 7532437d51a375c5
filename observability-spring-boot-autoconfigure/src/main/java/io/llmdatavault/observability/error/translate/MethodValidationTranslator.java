package io.llmdatavault.observability.error.translate;

import java.util.List;

import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Translates the exceptions that Spring's method validation has for broken rules. A return value that breaks one is the
 * service's own fault. Texts stay out: they may show the rejected values.
 */
final class MethodValidationTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (!(throwable instanceof MethodValidationResult result) || result.isForReturnValue()) {
            return null;
        }
        return ConstraintViolationTranslator.invalid(result.getParameterValidationResults().stream()
                .flatMap(parameter -> violations(parameter).stream())
                .toList());
    }

    private static List<ValidationViolation> violations(ParameterValidationResult result) {
        String parameter = name(result);
        if (result instanceof ParameterErrors errors) {
            return errors.getAllErrors().stream()
                    .map(error -> ConstraintViolationTranslator.violation(
                            error instanceof FieldError field ? parameter + "." + field.getField() : parameter,
                            code(error)))
                    .toList();
        }
        return result.getResolvableErrors().stream()
                .map(error -> ConstraintViolationTranslator.violation(parameter, code(error)))
                .toList();
    }

    private static String name(ParameterValidationResult result) {
        MethodParameter parameter = result.getMethodParameter();
        String name = parameter.getParameter().getName();
        return result.getContainerIndex() != null ? name + "[" + result.getContainerIndex() + "]" : name;
    }

    /** The last code is the most general one: the name of the rule. */
    private static String code(MessageSourceResolvable error) {
        String[] codes = error.getCodes();
        return codes != null && codes.length > 0 ? codes[codes.length - 1] : "";
    }
}
