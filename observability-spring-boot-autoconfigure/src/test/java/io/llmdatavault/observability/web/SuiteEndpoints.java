package io.llmdatavault.observability.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What an API does, in annotations that both stacks know. */
@RestController
class SuiteEndpoints {

    static final String SECRET = "jdbc:h2:mem:s3cret";

    @GetMapping("/datasets/{name}")
    String dataset(@PathVariable String name) {
        throw NotFoundError.builder("dataset", name).message(SECRET).build();
    }

    @GetMapping("/limited")
    String limited() {
        throw RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 100)
                .retryAfter(Duration.ofMillis(1500))
                .build();
    }

    @GetMapping("/foreign")
    String foreign() {
        throw new IllegalStateException(SECRET, new IllegalArgumentException(SECRET));
    }

    @GetMapping("/status/{status}")
    String status(@PathVariable int status) {
        throw new ResponseStatusException(HttpStatus.valueOf(status), SECRET);
    }

    @GetMapping(path = "/json", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, String> json() {
        return Map.of("a", "b");
    }

    @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
    String order(@Valid @RequestBody Order order) {
        return "ok";
    }

    @GetMapping("/page")
    String page(@RequestParam("size") @Max(100) int size, @RequestHeader("X-Tenant") @Size(max = 5) String tenant) {
        return "ok";
    }

    @GetMapping("/secured/hello")
    String secured() {
        return "hello";
    }

    @GetMapping("/secured/admin")
    String admin() {
        return "hello";
    }

    record Order(@NotBlank String id, @Valid List<Line> lines) {}

    record Line(
            @Pattern(regexp = "[a-z]{3,40}") String sku,

            @Max(value = 10, message = "${validatedValue} is too many")
            int count) {}
}
