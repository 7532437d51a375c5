package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the translation of exceptions.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFeature("errors")
public final class ErrorTranslatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ErrorTranslators vaultErrorTranslators(ObjectProvider<ErrorTranslator> translators) {
        return new ErrorTranslators(translators.orderedStream().toList());
    }
}
