package io.llmdatavault.observability.resilience.retry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Has each {@code WebClient} of a builder that is a bean tell the attempt what it sends. No customizer of the builder, because
 * those are other types in Spring Boot 3 and 4.
 */
final class WebClientPostProcessor implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        // The first of all filters is the one on the thread that subscribes.
        return bean instanceof WebClient.Builder builder
                ? builder.filters(filters -> filters.add(0, WebClientPostProcessor::tell))
                : bean;
    }

    private static Mono<ClientResponse> tell(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> {
            AttemptRequest attempt = ReactiveRetry.current(context);
            if (attempt != null) {
                attempt.sends(request.method().name());
            }
            return next.exchange(request);
        });
    }
}
