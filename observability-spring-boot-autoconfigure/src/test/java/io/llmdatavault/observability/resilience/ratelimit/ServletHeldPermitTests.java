package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;

/** On Spring MVC in Tomcat, and the types that only it has. */
class ServletHeldPermitTests extends HeldPermitSuite {

    @Override
    ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties("server.port=0")
                .properties(properties)
                .run();
    }

    @Test
    void isHeldWhileACallableRuns() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/callable");
        begun().answer.complete("late");
        assertThat(asked.join().body()).isEqualTo("late");
    }

    @Test
    void isHeldUntilADeferredResult() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/deferred");
        begun().answer.complete("late");
        assertThat(asked.join().body()).isEqualTo("late");
    }

    @Test
    void isBackAfterATimeout() throws Exception {
        assertThat(ask("/held/timeout").join().statusCode()).isEqualTo(503);
    }

    @Test
    void isHeldUntilAnEmitterIsComplete() throws Exception {
        CompletableFuture<HttpResponse<String>> asked = ask("/held/emitter");
        begun().answer.complete("late");
        assertThat(asked.join().body()).contains("data:late");
    }

    @Configuration(proxyBeanMethods = false)
    @Import({ServletPathLimitTests.Application.class, HeldEndpoints.class, OneSlot.class, AsynchronousEndpoints.class})
    static class Application {}

    @RestController
    static class AsynchronousEndpoints {

        private final HeldEndpoints held;

        AsynchronousEndpoints(HeldEndpoints held) {
            this.held = held;
        }

        @GetMapping("/held/callable")
        Callable<String> callable() {
            HeldEndpoints.Busy busy = held.begin();
            return busy.answer::join;
        }

        @GetMapping("/held/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            held.begin().answer.thenAccept(result::setResult);
            return result;
        }

        @GetMapping("/held/timeout")
        DeferredResult<String> timeout() {
            return new DeferredResult<>(20L);
        }

        @GetMapping("/held/emitter")
        SseEmitter emitter() {
            SseEmitter emitter = new SseEmitter();
            held.begin().answer.thenAccept(text -> {
                try {
                    emitter.send(text);
                    emitter.complete();
                } catch (IOException ex) {
                    emitter.completeWithError(ex);
                }
            });
            return emitter;
        }
    }
}
