package io.llmdatavault.observability.web.client.boot3;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.client.WebClientAutoConfiguration;
import io.llmdatavault.observability.web.client.WebClients;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@code WebClient} of Spring Boot 3.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.web.reactive.function.client.WebClientCustomizer")
@ConditionalOnFeature
@ConditionalOnBean(WebClients.class)
public final class Boot3WebClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    VaultWebClientCustomizer vaultWebClientCustomizer(WebClients clients) {
        return new VaultWebClientCustomizer(clients);
    }
}
