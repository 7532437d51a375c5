package io.llmdatavault.observability.web.reactive;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Fails in the ways that only WebFlux has. */
@RestController
class ReactiveEndpoints {

    static final String SECRET = "jdbc:h2:mem:s3cret";

    @GetMapping("/limited")
    Mono<String> limited() {
        return Mono.error(
                RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 5).build());
    }

    @GetMapping("/datasets/{name}")
    Mono<String> dataset() {
        return Mono.error(NotFoundError.builder("dataset", "d-1").build());
    }

    @GetMapping("/foreign")
    Mono<String> foreign() {
        return Mono.error(new IllegalStateException(SECRET));
    }

    @GetMapping("/other-thread")
    Mono<String> otherThread() {
        return Mono.just("x").publishOn(Schedulers.boundedElastic()).map(x -> {
            throw NotFoundError.builder("dataset", String.valueOf(MDC.get("requestId")))
                    .build();
        });
    }

    @GetMapping("/half")
    Mono<String> half(ServerHttpResponse response) {
        response.getHeaders().setContentLength(3);
        response.getHeaders().set("Content-Encoding", "gzip");
        response.getHeaders().setETag("\"1\"");
        response.getHeaders().set("Vary", "Origin");
        return Mono.error(new IllegalStateException(SECRET));
    }

    @GetMapping(path = "/committed", produces = MediaType.TEXT_PLAIN_VALUE)
    Mono<Void> committed(ServerHttpResponse response) {
        DefaultDataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;
        return response.writeAndFlushWith(Flux.just(Mono.just(buffers.wrap(new byte[100])))
                .concatWith(Mono.error(new IllegalStateException(SECRET))));
    }

    @PostMapping("/body")
    Mono<String> body(@RequestBody Mono<String> body) {
        return body;
    }

    @PostMapping("/upload")
    Mono<String> upload(@RequestPart("file") Part file) {
        return Mono.just("ok");
    }

    @Configuration(proxyBeanMethods = false)
    static class Routes {

        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET(
                            "/route/{id}",
                            request -> Mono.error(NotFoundError.builder("thing", request.pathVariable("id"))
                                    .build()))
                    .GET("/route-throws", request -> {
                        throw new IllegalStateException(SECRET);
                    })
                    .POST(
                            "/route",
                            request -> request.bodyToMono(Integer.class)
                                    .flatMap(number -> ServerResponse.ok().bodyValue(number)))
                    .build();
        }
    }
}
