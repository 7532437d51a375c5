package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what {@link WebClient} sends and understands.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnFeature
public final class WebClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    WebClients vaultWebClients(ObjectProvider<OutgoingRequestId> requestId, ObjectProvider<PeerErrors> errors) {
        return new WebClients(requestId, errors);
    }
}
