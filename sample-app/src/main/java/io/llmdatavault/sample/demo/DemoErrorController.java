package io.llmdatavault.sample.demo;

import java.util.Arrays;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.NotFoundError;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Fails on request, in each of the 16 ways: {@code GET /demo/errors/rate-limit}. */
@RestController
@Profile("demo")
class DemoErrorController {

    @GetMapping("/demo/errors/{slug}")
    void fail(@PathVariable String slug) {
        throw Arrays.stream(ErrorKind.values())
                .filter(kind -> kind.slug().equals(slug))
                .findFirst()
                .map(DemoErrors::of)
                .orElseGet(() -> NotFoundError.builder("error kind", slug).build())
                .withContext(ErrorContext.of("demo"));
    }
}
