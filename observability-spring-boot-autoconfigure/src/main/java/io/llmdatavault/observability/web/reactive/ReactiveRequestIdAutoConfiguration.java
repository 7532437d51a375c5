package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.web.RequestIdAutoConfiguration;
import io.llmdatavault.observability.web.RequestIds;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the filter that names requests of Spring WebFlux.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RequestIdAutoConfiguration.class)
@ConditionalOnClass({WebFilter.class, Mono.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnFeature("request-id")
public final class ReactiveRequestIdAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(value = RequestIdWebFilter.class, name = "vaultRequestIdWebFilter")
    RequestIdWebFilter vaultRequestIdWebFilter(RequestIds ids) {
        return new RequestIdWebFilter(ids);
    }
}
