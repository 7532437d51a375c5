package io.llmdatavault.observability.configuration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what all features share.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFeature
@EnableConfigurationProperties(ObservabilityProperties.class)
public final class ObservabilityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ServiceInfo vaultServiceInfo(Environment environment) {
        return ServiceInfo.from(environment);
    }
}
