package io.llmdatavault.observability.resilience.retry;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/**
 * Has each {@code WebClient} of a builder that is a bean tell the attempt what it sends. No customizer of the builder, because
 * those are other types in Spring Boot 3 and 4.
 */
final class WebClientPostProcessor implements BeanPostProcessor {

    private static final ExchangeFilterFunction TELLER = (request, next) -> Mono.deferContextual(context -> {
        AttemptRequest attempt = ReactiveRetry.current(context);
        if (attempt != null) {
            attempt.sends(request.method().name(), request.url());
        }
        return next.exchange(request);
    });

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        // What is in a scope comes itself, and its proxy must not be called while there is none.
        if (bean instanceof WebClient.Builder builder && !(bean instanceof ScopedObject)) {
            builder.filters(present -> {
                if (!present.contains(TELLER)) {
                    // The first of all filters is the one on the thread that subscribes.
                    present.add(0, TELLER);
                }
            });
        }
        return bean;
    }
}
