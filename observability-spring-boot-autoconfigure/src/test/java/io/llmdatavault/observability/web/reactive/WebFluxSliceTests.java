package io.llmdatavault.observability.web.reactive;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.autoconfigure.web.reactive.WebFluxTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

@WebFluxTest
class WebFluxSliceTests {

    @Test
    void answersProblemsInSliceTests(@Autowired WebTestClient client) {
        client.get()
                .uri("/limited")
                .headers(headers -> headers.setBasicAuth("user", "password"))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentType("application/problem+json");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(ReactiveEndpoints.class)
    static class Application {}
}
