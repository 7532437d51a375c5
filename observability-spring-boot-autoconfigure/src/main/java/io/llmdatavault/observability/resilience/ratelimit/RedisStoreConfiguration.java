package io.llmdatavault.observability.resilience.ratelimit;

import io.lettuce.core.RedisClient;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.resilience.OutcomeCounter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Counts in the application's Redis those limits that ask for it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({LettuceConnectionFactory.class, RedisClient.class})
class RedisStoreConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RedisPermitCounters vaultRateLimitRedisCounters(
            RateLimitProperties properties,
            ObjectProvider<RedisConnectionFactory> factories,
            ObjectProvider<VaultMetrics> metrics) {
        return new RedisPermitCounters(
                factories,
                LocalPermitCounter::inProcess,
                new OutcomeCounter(metrics, "vault_rate_limit_decisions_total"),
                properties.storeTimeout(),
                properties.onStoreFailure(),
                System::nanoTime);
    }
}
