package io.llmdatavault.observability.web;

import java.util.Optional;

import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.error.translate.ErrorTranslator;

/** Gives foreign exceptions the kind that {@code problem.exceptions} has for them, so that metrics and logs agree. */
final class ConfiguredTranslator implements ErrorTranslator {

    private final ExceptionRules rules;

    ConfiguredTranslator(ExceptionRules rules) {
        this.rules = rules;
    }

    @Override
    public Optional<VaultError> translate(Throwable throwable) {
        ProblemProperties.ExceptionRule rule = rules.find(throwable);
        if (rule == null || rule.kind() == null) {
            return Optional.empty();
        }
        VaultError.Builder<?> builder = BareErrors.builder(rule.kind(), throwable);
        return Optional.of((rule.code() != null ? builder.code(rule.code()) : builder).build());
    }
}
