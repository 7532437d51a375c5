package io.llmdatavault.observability.web.client.boot3;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.client.ClientAutoConfiguration;
import io.llmdatavault.observability.web.client.RestClients;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@code RestClient} and {@code RestTemplate} of Spring Boot 3.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ClientAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.web.client.RestClientCustomizer")
@ConditionalOnFeature
@ConditionalOnBean(RestClients.class)
public final class Boot3RestClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RestCustomizer vaultRestCustomizer(RestClients clients) {
        return new RestCustomizer(clients);
    }
}
