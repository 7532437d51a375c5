package io.llmdatavault.observability.diagnostics;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a {@link ConfigurationError} that ended the start-up, whoever threw it: this starter's properties or the
 * application's own code.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationErrorFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationError> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationError cause) {
        String remedy = cause.detail()
                .or(() -> cause.expectedType().map(expected -> "Set " + cause.configKey() + " to " + expected + "."))
                .orElse("Correct the value of " + cause.configKey() + ".");
        return new FailureAnalysis(
                "The key " + cause.configKey() + " is refused: " + cause.getMessage(), remedy, cause);
    }
}
