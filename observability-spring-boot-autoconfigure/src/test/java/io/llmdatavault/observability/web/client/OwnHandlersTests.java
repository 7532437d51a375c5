package io.llmdatavault.observability.web.client;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.NotFoundError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.client.RestClientCustomizer;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.boot.web.client.RestTemplateCustomizer;
import org.springframework.boot.web.reactive.function.client.WebClientCustomizer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whatever the application does with an error answer itself comes first. */
class OwnHandlersTests {

    private static final String PATH = "/kinds/NOT_FOUND";

    private static void run(Consumer<PeerServer> test) {
        run(PeerServer.runner(), test);
    }

    private static void run(WebApplicationContextRunner runner, Consumer<PeerServer> test) {
        PeerServer.run(
                runner.withBean(Kinds.class).withBean(Foreign.class).withPropertyValues(PeerServer.DECODE), test);
    }

    @Test
    void defaultStatusHandlerOfRestClientWins() {
        run(server -> {
            RestClient.Builder builder = server.context().getBean(RestClient.Builder.class);
            RestClient client = builder.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                        throw new OwnException();
                    })
                    .build();
            assertThatExceptionOfType(OwnException.class)
                    .isThrownBy(
                            () -> client.get().uri(server.url(PATH)).retrieve().body(String.class));
        });
    }

    @Test
    void whatARestClientBuilderPassedOnByApplyBuildsUnderstandsProblems() {
        run(server -> {
            RestClient.Builder builder = server.context().getBean(RestClient.Builder.class);
            List<RestClient> built = new ArrayList<>();
            RestClient.Builder same = builder.apply(
                    given -> built.add(given.defaultHeader("X-Team", "billing").build()));
            assertThat(same).isSameAs(builder);
            assertThatExceptionOfType(NotFoundError.class)
                    .isThrownBy(() ->
                            built.get(0).get().uri(server.url(PATH)).retrieve().toBodilessEntity());
        });
    }

    @Test
    void statusHandlerOfAClonedRestClientBuilderWins() {
        run(server -> {
            RestClient.Builder builder = server.context().getBean(RestClient.Builder.class);
            RestClient client = builder.clone()
                    .defaultHeader("X-Team", "billing")
                    .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                        throw new OwnException();
                    })
                    .build();
            assertThatExceptionOfType(OwnException.class)
                    .isThrownBy(
                            () -> client.get().uri(server.url(PATH)).retrieve().toBodilessEntity());
            assertThatExceptionOfType(NotFoundError.class)
                    .isThrownBy(() -> builder.build()
                            .get()
                            .uri(server.url(PATH))
                            .retrieve()
                            .toBodilessEntity());
        });
    }

    @Test
    void statusHandlerOfARestClientCustomizerWins() {
        RestClientCustomizer customizer =
                builder -> builder.defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {
                    throw new OwnException();
                });
        run(
                PeerServer.runner().withBean(RestClientCustomizer.class, () -> customizer),
                server -> assertThat(Client.REST_CLIENT.failure(server.context(), server.url(PATH)))
                        .isInstanceOf(OwnException.class));
    }

    @Test
    void statusHandlerOfACallWinsAndExchangeIsLeftAlone() {
        run(server -> {
            RestClient client =
                    server.context().getBean(RestClient.Builder.class).build();
            assertThatExceptionOfType(OwnException.class)
                    .isThrownBy(() -> client.get()
                            .uri(server.url(PATH))
                            .retrieve()
                            .onStatus(HttpStatusCode::isError, (request, response) -> {
                                throw new OwnException();
                            })
                            .body(String.class));
            String body =
                    client.get().uri(server.url(PATH)).exchange((request, response) -> response.bodyTo(String.class));
            assertThat(body).contains("\"code\":\"NOT_FOUND\"");
        });
    }

    @Test
    void errorHandlerOfRestTemplateWins() {
        run(server -> {
            RestTemplateBuilder builder = server.context().getBean(RestTemplateBuilder.class);
            RestTemplate template = builder.errorHandler(new OwnErrorHandler()).build();
            assertThatExceptionOfType(OwnException.class)
                    .isThrownBy(() -> template.getForObject(server.url(PATH), String.class));
        });
    }

    @Test
    void errorHandlerOfARestTemplateCustomizerWins() {
        RestTemplateCustomizer customizer = template -> template.setErrorHandler(new OwnErrorHandler());
        run(
                PeerServer.runner().withBean(RestTemplateCustomizer.class, () -> customizer),
                server -> assertThat(Client.REST_TEMPLATE.failure(server.context(), server.url(PATH)))
                        .isInstanceOf(OwnException.class));
    }

    @Test
    void onStatusOfWebClientWinsAndExchangeIsLeftAlone() {
        run(server -> {
            WebClient client = server.context().getBean(WebClient.Builder.class).build();
            Throwable failure = catchThrowable(() -> client.get()
                    .uri(server.url(PATH))
                    .retrieve()
                    .onStatus(HttpStatusCode::isError, response -> Mono.error(new OwnException()))
                    .bodyToMono(String.class)
                    .block());
            assertThat(failure).isInstanceOf(OwnException.class);
            String body = client.get()
                    .uri(server.url(PATH))
                    .exchangeToMono(response -> response.bodyToMono(String.class))
                    .block();
            assertThat(body).contains("\"code\":\"NOT_FOUND\"");
        });
    }

    @Test
    void defaultStatusHandlerOfWebClientWins() {
        run(server -> {
            WebClient client = server.context()
                    .getBean(WebClient.Builder.class)
                    .defaultStatusHandler(HttpStatusCode::isError, response -> Mono.error(new OwnException()))
                    .build();
            assertThat(catchThrowable(() -> client.get()
                            .uri(server.url(PATH))
                            .retrieve()
                            .toBodilessEntity()
                            .block()))
                    .isInstanceOf(OwnException.class);
        });
    }

    @Test
    void handlerOfWebClientThatAsksSpringForAnExceptionGetsTheError() {
        WebClientCustomizer customizer =
                builder -> builder.defaultStatusHandler(HttpStatusCode::isError, ClientResponse::createException);
        run(PeerServer.runner().withBean(WebClientCustomizer.class, () -> customizer), server -> {
            assertThat(Client.WEB_CLIENT.failure(server.context(), server.url(PATH)))
                    .isInstanceOf(NotFoundError.class);
            WebClient client = server.context().getBean(WebClient.Builder.class).build();
            assertThat(catchThrowable(() -> client.get()
                            .uri(server.url("/kinds/CONFLICT"))
                            .exchangeToMono(ClientResponse::<String>createError)
                            .block()))
                    .isInstanceOf(ConflictError.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyOtherErrorAnswerIsWhatSpringThrows(Client client) {
        run(server -> {
            List<String> urls = Stream.of("/foreign/json", "/foreign/wrong-type", "/foreign/empty")
                    .map(server::url)
                    .toList();
            List<Throwable> with = failures(client, server, urls);
            // Last, because a context that closes takes the threads of WebClient with it.
            PeerServer.run(PeerServer.runner(), plain -> {
                List<Throwable> without = failures(client, plain, urls);
                assertThat(with).hasOnlyElementsOfType(client.springException());
                assertThat(with)
                        .map(Object::toString)
                        .isEqualTo(without.stream().map(Object::toString).toList());
            });
        });
    }

    private static List<Throwable> failures(Client client, PeerServer caller, List<String> urls) {
        return urls.stream().map(url -> client.failure(caller.context(), url)).toList();
    }

    @Test
    void causeOfARestTemplateCanReadItsBody() {
        run(server -> {
            Throwable failure = Client.REST_TEMPLATE.failure(server.context(), server.url(PATH));
            HttpClientErrorException cause = (HttpClientErrorException) failure.getCause();
            assertThat(cause.getResponseBodyAs(String.class)).contains("\"code\":\"NOT_FOUND\"");
        });
    }

    @RestController
    static class Foreign {

        @GetMapping("/foreign/json")
        ResponseEntity<String> json() {
            return ResponseEntity.status(503)
                    .header("Content-Type", "application/json")
                    .body("{\"type\":\"urn:vault:problem:not-found\",\"code\":\"NOT_FOUND\"}");
        }

        @GetMapping("/foreign/wrong-type")
        ResponseEntity<byte[]> wrongType() {
            return ResponseEntity.status(404)
                    .header("Content-Type", "application/x-problem+json")
                    .body(new byte[0]);
        }

        @GetMapping("/foreign/empty")
        ResponseEntity<Void> empty() {
            return ResponseEntity.status(500).build();
        }
    }

    private static final class OwnErrorHandler extends DefaultResponseErrorHandler {

        @Override
        public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
            throw new OwnException();
        }
    }

    private static final class OwnException extends RuntimeException {}
}
