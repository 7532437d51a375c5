package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.llmdatavault.observability.error.ConflictError;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Handlers that are busy until the test lets them go, on both stacks. */
@RestController
class HeldEndpoints {

    private final LinkedBlockingQueue<Busy> started = new LinkedBlockingQueue<>();

    /** The next handler that has begun to work. */
    Busy next() throws InterruptedException {
        Busy busy = started.poll(30, TimeUnit.SECONDS);
        if (busy == null) {
            throw new AssertionError("No handler was called");
        }
        return busy;
    }

    Busy begin() {
        Busy busy = new Busy();
        started.add(busy);
        return busy;
    }

    @GetMapping("/held/now")
    String now() {
        return "now";
    }

    @GetMapping("/held/failure")
    String failure() {
        throw ConflictError.builder("order", "7").build();
    }

    @GetMapping("/held/future")
    CompletableFuture<String> future() {
        return begin().answer;
    }

    @GetMapping("/held/mono")
    Mono<String> mono() {
        return Mono.fromFuture(begin().answer);
    }

    @GetMapping(path = "/held/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<String> stream() {
        return begin().events.asFlux();
    }

    /** A handler at work. */
    static final class Busy {

        final CompletableFuture<String> answer = new CompletableFuture<>();

        final Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
    }
}
