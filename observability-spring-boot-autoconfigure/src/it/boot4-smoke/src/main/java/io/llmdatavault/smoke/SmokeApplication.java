package io.llmdatavault.smoke;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class SmokeApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SmokeApplication.class, arguments);
    }

    @RestController
    static class Things {

        @GetMapping("/things/{id}")
        String get(@PathVariable String id) {
            if (id.equals("broken")) {
                throw new IllegalStateException("password=Planted-4711");
            }
            throw NotFoundError.builder("thing", id).build();
        }

        @GetMapping("/limited")
        @VaultRateLimit("once")
        String limited() {
            return "let through";
        }
    }
}
