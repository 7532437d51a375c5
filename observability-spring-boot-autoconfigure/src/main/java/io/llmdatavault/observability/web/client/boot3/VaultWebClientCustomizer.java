package io.llmdatavault.observability.web.client.boot3;

import io.llmdatavault.observability.web.client.WebClients;
import org.springframework.boot.web.reactive.function.client.WebClientCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.function.client.WebClient;

/** After all other customizers, so that their filters see what is sent on first. */
class VaultWebClientCustomizer implements WebClientCustomizer, Ordered {

    private final WebClients clients;

    VaultWebClientCustomizer(WebClients clients) {
        this.clients = clients;
    }

    @Override
    public void customize(WebClient.Builder builder) {
        clients.customize(builder);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
