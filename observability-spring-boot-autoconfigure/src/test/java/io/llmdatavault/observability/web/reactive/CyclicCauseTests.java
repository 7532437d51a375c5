package io.llmdatavault.observability.web.reactive;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

class CyclicCauseTests {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shows(boolean ours) throws Exception {
        ReactiveServer.run(
                ReactiveServer.runner()
                        .withPropertyValues("vault.observability.problem.enabled=" + ours)
                        .withUserConfiguration(Cyclic.class, CyclicFilter.class),
                server -> {
                    for (String path : new String[] {"/cyclic", "/cyclic-filter"}) {
                        try {
                            HttpResponse<String> r = HttpClient.newHttpClient()
                                    .send(
                                            server.request(path)
                                                    .timeout(Duration.ofSeconds(5))
                                                    .build(),
                                            HttpResponse.BodyHandlers.ofString());
                            System.out.println("CYCLE " + ours + path + " " + r.statusCode() + r.body());
                        } catch (IOException | InterruptedException ex) {
                            System.out.println("CYCLE " + ours + path + " " + ex);
                        }
                    }
                });
    }

    static Throwable cyclic() {
        IllegalStateException a = new IllegalStateException("a");
        IllegalArgumentException b = new IllegalArgumentException("b", a);
        a.initCause(b);
        return a;
    }

    @RestController
    static class Cyclic {

        @GetMapping("/cyclic")
        Mono<String> cyclicController() {
            return Mono.error(cyclic());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class CyclicFilter {

        @Bean
        WebFilter filter() {
            return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/cyclic-filter")
                    ? Mono.error(cyclic())
                    : chain.filter(exchange);
        }
    }
}
