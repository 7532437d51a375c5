package io.llmdatavault.observability.web.client.boot3;

import io.llmdatavault.observability.web.client.RestClients;
import org.springframework.boot.web.client.RestClientCustomizer;
import org.springframework.boot.web.client.RestTemplateCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** After all other customizers, which may set an error handler of their own. */
class RestCustomizer implements RestClientCustomizer, RestTemplateCustomizer, Ordered {

    private final RestClients clients;

    RestCustomizer(RestClients clients) {
        this.clients = clients;
    }

    @Override
    public void customize(RestClient.Builder builder) {
        clients.customize(builder);
    }

    @Override
    public void customize(RestTemplate template) {
        clients.customize(template);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
