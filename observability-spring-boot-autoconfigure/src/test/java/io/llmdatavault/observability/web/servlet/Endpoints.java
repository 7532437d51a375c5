package io.llmdatavault.observability.web.servlet;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.http.HttpServletResponse;
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
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** Fails in every way a controller can. */
@RestController
class Endpoints {

    static final String SECRET = "jdbc:h2:mem:secret";

    @GetMapping("/datasets/{name}")
    String dataset(@PathVariable String name) {
        throw NotFoundError.builder("dataset", name).build();
    }

    @GetMapping("/limited")
    String limited() {
        throw RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 100)
                .retryAfter(Duration.ofMillis(1500))
                .build();
    }

    @GetMapping("/unknown-exception")
    String unknownException() {
        throw new IllegalStateException(SECRET);
    }

    @GetMapping("/sql")
    String sql() throws SQLException {
        throw new SQLException("Connection reset by peer: " + SECRET, "08006");
    }

    @GetMapping("/error-thrown")
    String error() {
        throw new NoClassDefFoundError(SECRET);
    }

    @GetMapping("/status/{status}")
    String status(@PathVariable int status) {
        throw new ResponseStatusException(HttpStatus.valueOf(status), SECRET);
    }

    @GetMapping("/annotated")
    String annotated() {
        throw new TeapotException();
    }

    @GetMapping("/callable")
    Callable<String> callable() {
        return () -> {
            throw NotFoundError.builder("dataset", "async").build();
        };
    }

    @GetMapping("/future")
    CompletableFuture<String> future() {
        return CompletableFuture.failedFuture(
                NotFoundError.builder("dataset", "future").build());
    }

    @GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
    String text() {
        throw new IllegalStateException(SECRET);
    }

    @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
    String order(@Valid @RequestBody Order order) {
        return "ok";
    }

    @PostMapping("/orders/list")
    String orders(@Valid @RequestBody List<@Valid Order> orders) {
        return "ok";
    }

    @GetMapping("/search")
    String search(@Valid @ModelAttribute Search search) {
        return "ok";
    }

    @GetMapping("/page")
    String page(@RequestParam("size") @Max(100) int size, @RequestHeader("X-Tenant") @Size(max = 5) String tenant) {
        return "ok";
    }

    @GetMapping("/json")
    Map<String, String> json() {
        return Map.of("a", "b");
    }

    @PostMapping("/upload")
    String upload(@RequestParam MultipartFile file) {
        return "ok";
    }

    @GetMapping("/download")
    void download(HttpServletResponse response) {
        response.setContentLength(3);
        throw new IllegalStateException(SECRET);
    }

    @GetMapping("/io")
    String io() throws IOException {
        throw new IOException("Connection reset by peer");
    }

    record Order(
            @NotBlank String id,
            @Valid List<Line> lines,
            @Valid Map<String, Line> named) {}

    record Line(
            @Pattern(regexp = "[a-z]{3,40}") String sku,

            @Max(value = 10, message = "${validatedValue} is too many")
            int count) {}

    record Search(@Size(max = 3) String text, int size) {}

    @ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
    static class TeapotException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TeapotException() {
            super(SECRET);
        }
    }
}
