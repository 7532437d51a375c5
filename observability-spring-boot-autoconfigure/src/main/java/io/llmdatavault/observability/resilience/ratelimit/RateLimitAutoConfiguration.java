package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Clock;

import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import io.llmdatavault.observability.resilience.ProxyCreatorRegistrar;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for rate limits.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnFeature("rate-limit")
@EnableConfigurationProperties(RateLimitProperties.class)
@Import({
    ProxyCreatorRegistrar.class,
    RedisStoreConfiguration.class,
    WebRateLimits.Paths.class,
    WebRateLimits.Servlet.class,
    WebRateLimits.Exchange.class,
    WebRateLimits.Reactive.class
})
public final class RateLimitAutoConfiguration {

    /** Everything is looked up when the first limited bean is made: advisors are made before other beans. */
    @Bean
    @ConditionalOnMissingBean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RateLimitAdvisor vaultRateLimitAdvisor(
            ObjectProvider<RateLimits> rateLimits,
            ObjectProvider<ConfiguredKeys> keys,
            ObjectProvider<DeferredCalls> deferred,
            BeanFactory beanFactory) {
        return new RateLimitAdvisor(new MethodLimitFactory(rateLimits, keys, deferred, beanFactory));
    }

    @Bean
    @ConditionalOnMissingBean
    ConfiguredKeys vaultRateLimitKeys(RateLimitProperties properties, ObjectProvider<RequestKeys> request) {
        return new ConfiguredKeys(properties, request.getIfAvailable());
    }

    /** Counts in this process, and where there is a shared store, there. */
    @Configuration(proxyBeanMethods = false)
    static class CountingConfiguration {

        @Bean
        @ConditionalOnMissingBean(RateLimits.class)
        ConfiguredRateLimits vaultRateLimits(
                RateLimitProperties properties,
                ObjectProvider<SharedPermitCounters> shared,
                ObjectProvider<VaultMetrics> metrics,
                ObjectProvider<LimitHeaders> headers) {
            PermitCounters local = LocalPermitCounter::inProcess;
            return new ConfiguredRateLimits(
                    properties,
                    store -> store == RateLimitProperties.Store.LOCAL ? local : SharedPermitCounters.require(shared),
                    new OutcomeCounter(metrics, "vault_rate_limit_decisions_total"),
                    headers.getIfAvailable(),
                    Clock.systemUTC(),
                    System::nanoTime);
        }
    }

    /** Our limits only: an application's own are its own business. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ConfiguredRateLimits.class)
    LimitChanges vaultRateLimitChanges(
            ConfiguredRateLimits limits, RateLimitProperties properties, Environment environment) {
        return new LimitChanges(limits, properties, environment);
    }

    /** Reads callers from servlet requests; also where the application has no server, as in its tests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HttpServletRequest.class, RequestContextHolder.class})
    @Conditional(NotReactive.class)
    static class ServletConfiguration {

        @Bean
        @ConditionalOnMissingBean(RequestKeys.class)
        ServletRequestKeys vaultRateLimitRequestKeys() {
            return new ServletRequestKeys();
        }

        @Bean
        @ConditionalOnMissingBean(LimitHeaders.class)
        ServletLimitHeaders vaultRateLimitHeaders() {
            return new ServletLimitHeaders();
        }
    }

    static final class NotReactive extends NoneNestedConditions {

        NotReactive() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        static final class Reactive {}
    }
}
