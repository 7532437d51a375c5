package io.llmdatavault.observability.health;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The components that are named in the configuration: other services, each by its URL. */
final class RemoteComponents {

    private RemoteComponents() {}

    @Configuration(proxyBeanMethods = false)
    static class Http {

        @Bean
        @ConditionalOnMissingBean
        HttpChecks vaultHttpChecks(HealthProperties properties) {
            return new HttpChecks(properties);
        }
    }
}
