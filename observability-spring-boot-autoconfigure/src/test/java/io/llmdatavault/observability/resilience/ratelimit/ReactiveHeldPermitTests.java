package io.llmdatavault.observability.resilience.ratelimit;

import java.net.Socket;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** On Spring WebFlux in Netty, which notices that a reader has gone without writing. */
class ReactiveHeldPermitTests extends HeldPermitSuite {

    @Override
    ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties("server.port=0")
                .properties(properties)
                .run();
    }

    /** Checked for all by {@link #everyPermitIsBack()}. */
    @Test
    void isBackWhenNobodyWaitsForTheAnswer() throws Exception {
        Socket socket = open("/held/mono");
        begun();
        socket.close();
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ReactivePathLimitTests.Application.class, HeldEndpoints.class, OneSlot.class})
    static class Application {}
}
