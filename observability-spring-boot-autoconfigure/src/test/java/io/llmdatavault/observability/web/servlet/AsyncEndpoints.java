package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletRequest;

import io.llmdatavault.observability.error.NotFoundError;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Fails after the thread of the request has gone. */
@RestController
class AsyncEndpoints {

    final CountDownLatch callerIsGone = new CountDownLatch(1);

    final AtomicInteger streamsEnded = new AtomicInteger();

    @GetMapping("/async/callable")
    Callable<String> callable() {
        return () -> {
            throw new IllegalStateException(FailingApplication.PLANTED);
        };
    }

    @GetMapping("/async/deferred")
    DeferredResult<String> deferred() {
        DeferredResult<String> result = new DeferredResult<>();
        result.setErrorResult(NotFoundError.builder("dataset", "later").build());
        return result;
    }

    @GetMapping("/async/future")
    CompletableFuture<String> future() {
        return CompletableFuture.supplyAsync(() -> {
            throw NotFoundError.builder("dataset", "future").build();
        });
    }

    @GetMapping("/async/never")
    DeferredResult<String> never() {
        return new DeferredResult<>();
    }

    @GetMapping("/async/stream-early")
    ResponseEntity<StreamingResponseBody> streamEarly() {
        return ResponseEntity.ok(stream -> {
            throw new IllegalStateException(FailingApplication.PLANTED);
        });
    }

    @GetMapping("/async/stream-late")
    ResponseEntity<StreamingResponseBody> streamLate() {
        return ResponseEntity.ok(stream -> {
            stream.write(new byte[100]);
            stream.flush();
            throw new IllegalStateException(FailingApplication.PLANTED);
        });
    }

    @GetMapping("/async/stream-endless")
    ResponseEntity<StreamingResponseBody> streamEndless() {
        return ResponseEntity.ok(stream -> {
            stream.write(new byte[100]);
            stream.flush();
            try {
                callerIsGone.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException ex) {
                throw new IOException(ex);
            }
            try {
                for (int i = 0; i < 10_000; i++) {
                    stream.write(new byte[10_000]);
                }
            } finally {
                streamsEnded.incrementAndGet();
            }
        });
    }

    @GetMapping("/async/sse")
    SseEmitter sse() {
        SseEmitter emitter = new SseEmitter();
        CompletableFuture.runAsync(() -> {
            try {
                emitter.send("first");
                emitter.completeWithError(new IllegalStateException(FailingApplication.PLANTED));
            } catch (IOException ex) {
                emitter.completeWithError(ex);
            }
        });
        return emitter;
    }

    @GetMapping("/reads")
    String reads(InputStream body) throws IOException {
        return "read " + body.readAllBytes().length;
    }

    @GetMapping("/parses")
    String parses(@RequestBody Map<String, String> body) {
        return "parsed " + body.size();
    }

    @GetMapping("/params")
    String params(HttpServletRequest request) {
        return "b=" + request.getParameter("b");
    }
}
