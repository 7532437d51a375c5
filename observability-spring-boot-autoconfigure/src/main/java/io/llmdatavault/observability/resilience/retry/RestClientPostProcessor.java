package io.llmdatavault.observability.resilience.retry;

import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.RestClient;

/**
 * Has each {@code RestClient} of a builder that is a bean tell the attempt what it sends. No interceptor, because with one
 * Spring buffers the body of each request in memory.
 */
final class RestClientPostProcessor implements BeanPostProcessor {

    private static final ClientHttpRequestInitializer TELLER = request -> {
        AttemptRequest attempt = AttemptRequest.current();
        if (attempt != null) {
            attempt.sends(request.getMethod().name(), request.getURI());
        }
    };

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        // What is in a scope comes itself, and its proxy must not be called while there is none.
        if (bean instanceof RestClient.Builder builder && !(bean instanceof ScopedObject)) {
            builder.requestInitializers(present -> {
                if (!present.contains(TELLER)) {
                    present.add(TELLER);
                }
            });
        }
        return bean;
    }
}
