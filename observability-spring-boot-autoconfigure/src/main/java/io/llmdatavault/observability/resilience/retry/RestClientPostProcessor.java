package io.llmdatavault.observability.resilience.retry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.HttpRequest;
import org.springframework.web.client.RestClient;

/**
 * Has each {@code RestClient} of a builder that is a bean tell the attempt what it sends. No interceptor, because with one
 * Spring buffers the body of each request in memory.
 */
final class RestClientPostProcessor implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof RestClient.Builder builder
                ? builder.requestInitializer(RestClientPostProcessor::tell)
                : bean;
    }

    private static void tell(HttpRequest request) {
        AttemptRequest attempt = AttemptRequest.current();
        if (attempt != null) {
            attempt.sendsUntold(request.getMethod().name());
        }
    }
}
