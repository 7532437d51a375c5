package io.llmdatavault.observability.health;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The components that are named in the configuration: other services, each by its URL. */
final class RemoteComponents {

    private RemoteComponents() {}

    @Configuration(proxyBeanMethods = false)
    static class Http {

        @Bean
        @ConditionalOnMissingBean
        HttpChecks vaultHttpChecks(HealthProperties properties, ObjectProvider<SslBundles> bundles) {
            return new HttpChecks(properties, bundles.getIfAvailable());
        }
    }
}
