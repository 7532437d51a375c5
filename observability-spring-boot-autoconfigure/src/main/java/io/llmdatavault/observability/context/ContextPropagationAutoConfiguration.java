package io.llmdatavault.observability.context;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.micrometer.context.ContextRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what follows a request from thread to thread.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ContextRegistry.class, ContextPropagatingTaskDecorator.class})
@ConditionalOnFeature
@EnableConfigurationProperties(ContextPropagationProperties.class)
public final class ContextPropagationAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    CarriedEntries vaultCarriedEntries() {
        return new CarriedEntries(ContextRegistry.getInstance());
    }

    /** Spring Boot gives it to its task executors and schedulers. */
    @Bean
    @ConditionalOnMissingBean(TaskDecorator.class)
    @ConditionalOnBooleanProperty(name = "vault.observability.context-propagation.executors", matchIfMissing = true)
    ContextPropagatingTaskDecorator vaultTaskDecorator() {
        return new ContextPropagatingTaskDecorator();
    }
}
