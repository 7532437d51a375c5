package io.llmdatavault.smoke;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.health.ComponentHealth;
import io.llmdatavault.observability.health.HealthCheck;
import io.llmdatavault.observability.resilience.ratelimit.VaultRateLimit;
import io.llmdatavault.observability.resilience.retry.VaultRetry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
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

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.httpBasic(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/guarded")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    @Bean
    FilterRegistrationBean<Filter> refusing() {
        return new FilterRegistrationBean<>((request, response, chain) -> {
            String refuse = ((HttpServletRequest) request).getHeader("X-Refuse");
            if (refuse == null || request.getDispatcherType() != DispatcherType.REQUEST) {
                chain.doFilter(request, response);
            } else if (refuse.equals("throw")) {
                throw new IllegalStateException("password=Planted-4711");
            } else {
                ((HttpServletResponse) response).sendError(409);
            }
        });
    }

    @RestController
    static class Things {

        private final AtomicInteger calls = new AtomicInteger();

        @GetMapping("/things/{id}")
        String get(@PathVariable String id) {
            if (id.equals("broken")) {
                throw new IllegalStateException("password=Planted-4711");
            }
            throw NotFoundError.builder("thing", id).build();
        }

        @GetMapping("/flaky")
        @VaultRetry
        String flaky() {
            if (calls.incrementAndGet() < 3) {
                throw NetworkError.builder("connection reset").retryable(true).build();
            }
            return "attempt " + calls;
        }

        @GetMapping("/limited")
        @VaultRateLimit(value = "once", permits = "1 + #root.args.length")
        String limited() {
            return "let through";
        }
    }
}
