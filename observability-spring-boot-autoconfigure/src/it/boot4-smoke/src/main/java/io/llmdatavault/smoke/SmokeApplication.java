package io.llmdatavault.smoke;

import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.health.ComponentHealth;
import io.llmdatavault.observability.health.HealthCheck;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
public class SmokeApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SmokeApplication.class, arguments);
    }

    @Bean
    HealthCheck searchIndex() {
        return new HealthCheck() {

            @Override
            public String name() {
                return "search-index";
            }

            @Override
            public ComponentHealth check() {
                return ComponentHealth.degraded("It is being rebuilt.").withMetadata("documents", 7);
            }
        };
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
    }
}
