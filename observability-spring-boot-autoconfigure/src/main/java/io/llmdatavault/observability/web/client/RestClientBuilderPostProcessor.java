package io.llmdatavault.observability.web.client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;

/** Makes the clients of each {@link RestClient.Builder} bean understand problems, after all handlers of their own. */
class RestClientBuilderPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<PeerErrors> errors;

    RestClientBuilderPostProcessor(ObjectProvider<PeerErrors> errors) {
        this.errors = errors;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof RestClient.Builder builder
                ? LastHandlerBuilder.of(builder, new PeerErrorHandler.ProblemsOnly(errors.getObject()))
                : bean;
    }
}
