package io.llmdatavault.observability.web.client;

import java.time.Clock;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.RequestIds;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.web.client.RestClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what HTTP clients send and understand. How it reaches Spring
 * Boot's builders is in {@code boot3} and {@code boot4}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = {RequestIdAutoConfiguration.class, MaskingAutoConfiguration.class})
@ConditionalOnClass(RestClient.class)
@ConditionalOnFeature
@ImportRuntimeHints(ClientRuntimeHints.class)
public final class ClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnFeature("request-id")
    @ConditionalOnBooleanProperty(name = "vault.observability.request-id.propagate", matchIfMissing = true)
    @ConditionalOnBean(RequestIds.class)
    OutgoingRequestId vaultOutgoingRequestId(RequestIds ids) {
        return new OutgoingRequestId(ids.header());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("vault.observability.problem.client.enabled")
    PeerErrors vaultPeerErrors(ObjectProvider<Masker> masker) {
        return new PeerErrors(masker.getIfAvailable(), Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBooleanProperty("vault.observability.problem.client.enabled")
    static RestClientBuilderPostProcessor vaultRestClientBuilderPostProcessor(ObjectProvider<PeerErrors> errors) {
        return new RestClientBuilderPostProcessor(errors);
    }

    @Bean
    @ConditionalOnMissingBean
    RestClients vaultRestClients(ObjectProvider<OutgoingRequestId> requestId, ObjectProvider<PeerErrors> errors) {
        return new RestClients(requestId, errors);
    }
}
