package io.llmdatavault.observability.web.reactive;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.llmdatavault.observability.web.SuiteServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An exception that is among its own causes. */
class CyclicCauseTests {

    private final ReactiveWebApplicationContextRunner runner =
            ReactiveServer.runner().withUserConfiguration(Cyclic.class, CyclicFilter.class);

    /** Spring looks for an exception handler method for each cause, without end: with and without us. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsInSpringWhereAControllerThrowsIt(boolean problems) {
        ReactiveServer.run(
                runner.withPropertyValues("vault.observability.problem.enabled=" + problems),
                server -> assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> server.get("/cyclic"))
                        .withCauseInstanceOf(IOException.class));
    }

    @Test
    void isAnsweredWhereAFilterSignalsIt() {
        ReactiveServer.run(
                runner,
                server -> assertThat(SuiteServer.problem(server.get("/cyclic-filter"))
                                .get("code")
                                .asText())
                        .isEqualTo("INTERNAL"));
    }

    private static Throwable cyclic() {
        IllegalStateException first = new IllegalStateException("first");
        first.initCause(new IllegalArgumentException("second", first));
        return first;
    }

    @RestController
    static class Cyclic {

        @GetMapping("/cyclic")
        Mono<String> controller() {
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
