package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the suite asks for below any first segment of a path, on both stacks. */
@RestController
class PathLimitEndpoints {

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    int calls(String area) {
        return calls.getOrDefault(area, new AtomicInteger()).get();
    }

    private void count(String area) {
        calls.computeIfAbsent(area, key -> new AtomicInteger()).incrementAndGet();
    }

    @GetMapping({"/{area}/hello", "/{area}/narrow/hello"})
    String hello(@PathVariable("area") String area) {
        count(area);
        return "hello";
    }

    @PostMapping("/{area}/body")
    String body(@PathVariable("area") String area, @RequestBody String body) {
        count(area);
        return String.valueOf(body.length());
    }

    @GetMapping("/{area}/later")
    CompletableFuture<String> later(@PathVariable("area") String area) {
        count(area);
        return CompletableFuture.supplyAsync(() -> "later");
    }
}
