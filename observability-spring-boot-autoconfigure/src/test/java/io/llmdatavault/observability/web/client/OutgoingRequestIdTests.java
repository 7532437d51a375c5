package io.llmdatavault.observability.web.client;

import java.util.function.Consumer;

import io.llmdatavault.observability.web.RequestIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/** A service that serves a request sends its id on to the next. */
class OutgoingRequestIdTests {

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static void run(WebApplicationContextRunner runner, Consumer<PeerServer> test) {
        PeerServer.run(runner.withBean(Caller.class), test);
    }

    private static String call(PeerServer server, String path, String header) {
        return RestClient.create()
                .get()
                .uri(server.url(path))
                .header(header, "r-1")
                .retrieve()
                .body(String.class);
    }

    @ParameterizedTest
    @EnumSource
    void idOfTheRequestIsSentOn(Client client) {
        run(
                PeerServer.runner(),
                server -> assertThat(call(server, "/call/" + client + "?url=" + server.url("/sent"), "X-Request-Id"))
                        .isEqualTo("[r-1]"));
    }

    @ParameterizedTest
    @EnumSource
    void headerIsAsConfigured(Client client) {
        run(
                PeerServer.runner().withPropertyValues("vault.observability.request-id.header=X-Correlation"),
                server -> assertThat(call(server, "/call/" + client + "?url=" + server.url("/sent"), "X-Correlation"))
                        .isEqualTo("[r-1]"));
    }

    @ParameterizedTest
    @EnumSource
    void idOfTheCallWins(Client client) {
        run(PeerServer.runner(), server -> {
            MDC.put("requestId", "from-mdc");
            assertThat(client.get(
                            server.context(), server.url("/sent"), headers -> headers.set("X-Request-Id", "mine")))
                    .isEqualTo("[mine]");
            assertThat(client.get(server.context(), server.url("/sent"))).isEqualTo("[from-mdc]");
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentWithoutIdNorOneThatIsNone(Client client) {
        run(PeerServer.runner(), server -> {
            assertThat(client.get(server.context(), server.url("/sent"))).isEqualTo("none");
            MDC.put("requestId", "a\r\nSet-Cookie: b=c");
            assertThat(client.get(server.context(), server.url("/sent"))).isEqualTo("none");
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSentWhenSwitchedOff(Client client) {
        for (String key : new String[] {"propagate", "enabled"}) {
            run(PeerServer.runner().withPropertyValues("vault.observability.request-id." + key + "=false"), server -> {
                MDC.put("requestId", "r-1");
                assertThat(client.get(server.context(), server.url("/sent"))).isEqualTo("none");
            });
        }
    }

    @Test
    void webClientTakesItFromReactorsContext() {
        run(PeerServer.runner(), server -> {
            WebClient client = server.context().getBean(WebClient.Builder.class).build();
            String sent = client.get()
                    .uri(server.url("/sent"))
                    .retrieve()
                    .bodyToMono(String.class)
                    .subscribeOn(Schedulers.parallel())
                    .contextWrite(context -> context.put(RequestIds.CONTEXT_KEY, "r-2"))
                    .block();
            assertThat(sent).isEqualTo("[r-2]");
        });
    }

    @Test
    void bodiesAreNotBufferedForIt() {
        run(PeerServer.runner(), server -> {
            MDC.put("requestId", "r-1");
            RestClient client = server.context()
                    .getBean(RestClient.Builder.class)
                    .requestInterceptors(
                            interceptors -> assertThat(interceptors).isEmpty())
                    .build();
            ResponseEntity<String> sent =
                    client.get().uri(server.url("/sent")).retrieve().toEntity(String.class);
            assertThat(sent.getBody()).isEqualTo("[r-1]");
        });
    }

    @RestController
    record Caller(BeanFactory beans) {

        @GetMapping("/call/{client}")
        String call(@PathVariable Client client, @RequestParam String url) {
            return client.get(beans, url);
        }

        @GetMapping("/sent")
        String sent(@RequestHeader HttpHeaders headers) {
            String name = headers.containsKey("X-Correlation") ? "X-Correlation" : "X-Request-Id";
            return headers.containsKey(name) ? headers.get(name).toString() : "none";
        }
    }
}
