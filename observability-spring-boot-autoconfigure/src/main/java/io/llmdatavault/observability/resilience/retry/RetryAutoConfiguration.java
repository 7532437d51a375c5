package io.llmdatavault.observability.resilience.retry;

import java.util.List;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ProxyCreatorRegistrar;
import org.springframework.beans.factory.ListableBeanFactory;
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
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

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
    static RetryAdvisor vaultRetryAdvisor(ObjectProvider<RetryExecutor> executors, ListableBeanFactory beanFactory) {
        return new RetryAdvisor(new RetriedMethodFactory(executors, beanFactory));
    }

    @Bean
    @ConditionalOnMissingBean(RetryExecutor.class)
    DefaultRetryExecutor vaultRetryExecutor(
            RetryProperties properties,
            ObjectProvider<ErrorTranslators> translators,
            ObjectProvider<VaultMetrics> metrics,
            ObjectProvider<RetryListener> listeners,
            ListableBeanFactory beanFactory) {
        OutcomeCounter outcomes = new OutcomeCounter(metrics, "vault_retry_attempts_total");
        List<RetryListener> ordered = listeners.orderedStream().toList();
        RetryThreads threads = new RetryThreads();
        ApplicationThreads application = new ApplicationThreads(beanFactory);
        return new DefaultRetryExecutor(
                properties.settings(),
                new LateTranslation(translators),
                new Retry.Surroundings(outcomes, ordered, System::nanoTime),
                threads,
                new BlockingRetry(new AttemptLimit(threads), ApplicationThreads::sleep, application::mustNotWait),
                new StageRetry(threads, application::executor, application::context));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClient.class)
    static class WebClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static WebClientPostProcessor vaultRetryWebClientPostProcessor() {
            return new WebClientPostProcessor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClient.class)
    static class RestClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static RestClientPostProcessor vaultRetryRestClientPostProcessor() {
            return new RestClientPostProcessor();
        }
    }
}
