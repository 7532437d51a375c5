package io.llmdatavault.observability.web;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what follows a request from thread to thread.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(ContextRegistry.class)
@ConditionalOnFeature
@EnableConfigurationProperties(ContextPropagationProperties.class)
public final class ContextPropagationAutoConfiguration {

    /** Micrometer's registry is the process's: a second context replaces the accessor by one that does the same. */
    @Bean
    @ConditionalOnMissingBean
    RequestIdAccessor vaultRequestIdAccessor() {
        RequestIdAccessor accessor = new RequestIdAccessor();
        ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
        return accessor;
    }
}
