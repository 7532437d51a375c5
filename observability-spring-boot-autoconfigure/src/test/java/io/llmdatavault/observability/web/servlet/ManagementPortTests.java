package io.llmdatavault.observability.web.servlet;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.servlet.ServletManagementContextAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.context.ServerPortInfoApplicationContextInitializer;

import static org.assertj.core.api.Assertions.assertThat;

class ManagementPortTests {

    private final WebApplicationContextRunner runner = WebServer.runner()
            .withConfiguration(AutoConfigurations.of(
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    ManagementContextAutoConfiguration.class,
                    ServletManagementContextAutoConfiguration.class))
            .withInitializer(new ServerPortInfoApplicationContextInitializer())
            .withBean(Failing.class)
            .withPropertyValues("management.endpoints.web.exposure.include=*");

    @Test
    void leavesSeparateManagementServerAlone() {
        WebServer.run(runner.withPropertyValues("management.server.port=0"), server -> {
            int port = server.context().getEnvironment().getProperty("local.management.port", Integer.class, 0);
            HttpResponse<String> response =
                    new WebServer(port, server.context()).get("/actuator/failing", "Accept", "application/json");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(WebServer.json(response).has("code")).isFalse();
        });
    }

    @Test
    void answersForActuatorOnSamePort() {
        WebServer.run(runner, server -> {
            HttpResponse<String> response = server.get("/actuator/failing");
            assertThat(WebServer.json(response).get("code").asText()).isEqualTo("INTERNAL");
        });
    }

    @Endpoint(id = "failing")
    static class Failing {

        @ReadOperation
        public String read() {
            throw new IllegalStateException("x");
        }
    }
}
