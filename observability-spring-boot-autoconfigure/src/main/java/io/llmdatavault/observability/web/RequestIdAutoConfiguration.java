package io.llmdatavault.observability.web;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for request ids, as far as servlet and reactive applications share
 * it.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnFeature("request-id")
@EnableConfigurationProperties(RequestIdProperties.class)
public final class RequestIdAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RequestIds vaultRequestIds(RequestIdProperties properties) {
        return new RequestIds(properties.header());
    }
}
