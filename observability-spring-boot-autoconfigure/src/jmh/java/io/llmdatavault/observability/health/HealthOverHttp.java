package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The median of {@code GET /actuator/health} with twenty indicators: ten that take a second each, with this starter; all
 * of them instant, with Spring Boot alone; and the ten again, with Spring Boot alone. One run, in turns.
 */
public final class HealthOverHttp {

    private static final int ROUNDS = 3000;

    private static final int WARM_UP = 2000;

    private final HttpClient client = HttpClient.newHttpClient();

    private HealthOverHttp() {}

    /**
     * Prints the medians.
     * @param arguments none
     */
    public static void main(String[] arguments) throws Exception {
        new HealthOverHttp().run();
    }

    private void run() throws IOException, InterruptedException {
        try (ConfigurableApplicationContext ours = start(Hanging.class, true);
                ConfigurableApplicationContext plain = start(Instant.class, false);
                ConfigurableApplicationContext waiting = start(Hanging.class, false)) {
            long[] with = new long[ROUNDS];
            long[] without = new long[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                long one = time(ours);
                long other = time(plain);
                if (i >= 0) {
                    with[i] = one;
                    without[i] = other;
                }
            }
            long[] sums = {time(waiting), time(waiting), time(waiting)};
            LoggerFactory.getLogger(HealthOverHttp.class)
                    .info(
                            "Median in µs: this starter, ten of twenty hang: {}; Spring Boot, none hangs: {}; Spring Boot,"
                                    + " ten of twenty hang: {}",
                            median(with),
                            median(without),
                            median(sums));
        }
    }

    private long time(ConfigurableApplicationContext context) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                .build();
        long start = System.nanoTime();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        long time = System.nanoTime() - start;
        if (!response.body().contains("indicator19")) {
            throw new IllegalStateException(response.body());
        }
        return TimeUnit.NANOSECONDS.toMicros(time);
    }

    private static long median(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static ConfigurableApplicationContext start(Class<?> application, boolean ours) {
        return new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false",
                        "management.endpoint.health.show-details=always",
                        "vault.observability.health.timeout=500ms",
                        "vault.observability.enabled=" + ours)
                .run();
    }

    private static Map<String, HealthContributor> twenty(int hanging) {
        Map<String, HealthContributor> indicators = new LinkedHashMap<>();
        IntStream.range(0, 20).forEach(i -> indicators.put("indicator" + i, indicator(i < hanging)));
        return indicators;
    }

    private static HealthIndicator indicator(boolean hangs) {
        return () -> {
            if (hangs) {
                hang();
            }
            return Health.up()
                    .withDetail("depth", 7)
                    .withDetail("name", "queue")
                    .build();
        };
    }

    /** For a second, whoever interrupts. */
    private static void hang() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                new CountDownLatch(1).await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException ex) {
                // A driver that does not care.
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = SecurityAutoConfiguration.class)
    static class Hanging {

        @Bean
        CompositeHealthContributor queuesHealthContributor() {
            return CompositeHealthContributor.fromMap(twenty(10));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = SecurityAutoConfiguration.class)
    static class Instant {

        @Bean
        CompositeHealthContributor queuesHealthContributor() {
            return CompositeHealthContributor.fromMap(twenty(0));
        }
    }
}
