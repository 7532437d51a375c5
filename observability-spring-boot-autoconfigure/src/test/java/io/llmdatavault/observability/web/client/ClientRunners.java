package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.web.client.boot3.Boot3RestClientAutoConfiguration;
import io.llmdatavault.observability.web.client.boot3.Boot3WebClientAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.HttpClientAutoConfiguration;
import org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.web.client.RestTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.function.client.WebClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application without a server that has Boot's client builders. */
final class ClientRunners {

    private ClientRunners() {}

    static ApplicationContextRunner plain() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HttpMessageConvertersAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ClientHttpConnectorAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        WebClientAutoConfiguration.class,
                        ObservabilityAutoConfiguration.class,
                        MaskingAutoConfiguration.class,
                        ClientAutoConfiguration.class,
                        io.llmdatavault.observability.web.client.WebClientAutoConfiguration.class,
                        Boot3RestClientAutoConfiguration.class,
                        Boot3WebClientAutoConfiguration.class));
    }
}
