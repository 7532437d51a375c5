package io.llmdatavault.observability.logging;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link Masker}. Present whenever the starter is: other
 * features mask with it too, whatever is done with log lines. Those are set up before the context, by listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFeature
@EnableConfigurationProperties(LoggingProperties.class)
public final class MaskingAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    Masker vaultMasker(Environment environment) {
        return Masker.from(environment);
    }
}
