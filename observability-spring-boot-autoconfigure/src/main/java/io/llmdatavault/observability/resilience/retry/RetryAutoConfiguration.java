package io.llmdatavault.observability.resilience.retry;

import io.github.resilience4j.core.IntervalFunction;
import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ProxyCreatorRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.retry.backoff.ThreadWaitSleeper;
import org.springframework.retry.support.RetryTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for retries.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFeature("retry")
@EnableConfigurationProperties(RetryProperties.class)
@Import(ProxyCreatorRegistrar.class)
public final class RetryAutoConfiguration {

    /** Everything is looked up when the first annotated bean is made: advisors are made before other beans. */
    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryAdvisor vaultRetryAdvisor(ObjectProvider<RetryExecutor> executors) {
        return new RetryAdvisor(new RetriedMethodFactory(executors));
    }

    /** Retries with Spring Retry, in the rhythm of resilience4j. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RetryTemplate.class, IntervalFunction.class})
    static class SpringRetryConfiguration {

        @Bean
        @ConditionalOnMissingBean(RetryExecutor.class)
        SpringRetryExecutor vaultRetryExecutor(
                RetryProperties properties,
                ObjectProvider<ErrorTranslators> translators,
                ObjectProvider<VaultMetrics> metrics) {
            return new SpringRetryExecutor(
                    properties.settings(),
                    new LateTranslation(translators),
                    new OutcomeCounter(metrics, "vault_retry_attempts_total"),
                    new ThreadWaitSleeper());
        }
    }
}
