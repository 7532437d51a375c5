package io.llmdatavault.observability.health;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The median of {@code GET /actuator/health} with twenty checks of which ten take a second each, whoever interrupts: with
 * this starter; beside Spring Boot alone with twenty instant indicators that give the same answer; and beside Spring Boot
 * alone with the ten that take a second. One run, in turns.
 */
public final class HealthOverHttp {

    private static final Logger logger = LoggerFactory.getLogger(HealthOverHttp.class);

    private static final int ALL = 20;

    private static final int HANGING = 10;

    private HealthOverHttp() {}

    /**
     * Prints the medians as a table.
     * @param arguments how many requests of each are measured, 5000 unless given; as many warm up
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 5000 : Integer.parseInt(arguments[0]);
        try (ConfigurableApplicationContext checks = start(true, HealthOverHttp::checks);
                ConfigurableApplicationContext sameAsChecks = plain(checks, "check-");
                ConfigurableApplicationContext indicators = start(true, HealthOverHttp::indicators);
                ConfigurableApplicationContext sameAsIndicators = plain(indicators, "indicator");
                ConfigurableApplicationContext waiting = start(false, HealthOverHttp::indicators)) {
            Map<String, Series> series = new LinkedHashMap<>();
            series.put("this starter, 20 `HealthCheck`s, 10 hang", new Series(checks, rounds));
            series.put("Spring Boot, 20 instant indicators, the same answer", new Series(sameAsChecks, rounds));
            series.put("this starter, 20 indicators, 10 hang", new Series(indicators, rounds));
            series.put(
                    "Spring Boot, 20 instant indicators, the same answer as these",
                    new Series(sameAsIndicators, rounds));
            // None of them always comes after the same other one.
            List<Series> turns = new ArrayList<>(series.values());
            Random random = new Random(4711);
            for (int i = -rounds; i < rounds; i++) {
                Collections.shuffle(turns, random);
                for (Series one : turns) {
                    one.measure(i);
                }
            }
            Series sum = new Series(waiting, 3);
            for (int i = 0; i < 3; i++) {
                sum.measure(i);
            }
            series.put("Spring Boot, 20 indicators, 10 hang", sum);
            print(series);
        }
    }

    private static void print(Map<String, Series> series) {
        StringBuilder table = new StringBuilder("| | median, µs | p99, µs | bytes |\n|---|---|---|---|");
        series.forEach((name, one) -> table.append(
                "\n| %s | %d | %d | %d |".formatted(name, one.percentile(0.5), one.percentile(0.99), one.bytes())));
        logger.info("\n{}", table);
    }

    private static ConfigurableApplicationContext start(boolean ours, Content content) {
        return new SpringApplicationBuilder(Application.class)
                .initializers(context -> content.register((GenericApplicationContext) context))
                .properties(
                        "server.port=0",
                        // A connection stays open, so that none is made while time is taken.
                        "server.tomcat.max-keep-alive-requests=-1",
                        // Nor one after each answer, as Tomcat has it with 503.
                        "management.endpoint.health.status.http-mapping.down=200",
                        "spring.main.banner-mode=off",
                        "spring.jmx.enabled=false",
                        // On the class path to be compared with elsewhere.
                        "bucket4j.enabled=false",
                        "logging.level.root=error",
                        "logging.level." + HealthOverHttp.class.getName() + "=info",
                        "management.defaults.metrics.export.enabled=false",
                        // Only the twenty, and the groups for probes, in all of them.
                        "management.health.defaults.enabled=false",
                        "management.endpoint.health.probes.enabled=true",
                        "management.endpoint.health.show-details=always",
                        "vault.observability.health.timeout=500ms",
                        "vault.observability.enabled=" + ours)
                .run();
    }

    private static void checks(GenericApplicationContext context) {
        IntStream.range(0, ALL).forEach(i -> context.registerBean("check" + i, HealthCheck.class, () -> check(i)));
    }

    private static void indicators(GenericApplicationContext context) {
        IntStream.range(0, ALL)
                .forEach(i -> context.registerBean(
                        "indicator" + i + "HealthIndicator", HealthIndicator.class, () -> indicator(i)));
    }

    /** Spring Boot alone with indicators that say at once what the components of another application say. */
    private static ConfigurableApplicationContext plain(ConfigurableApplicationContext other, String prefix) {
        HealthEndpoint endpoint = other.getBean(HealthEndpoint.class);
        return start(
                false,
                context -> IntStream.range(0, ALL).forEach(i -> {
                    HealthComponent said = endpoint.healthForPath(prefix + i);
                    Health same = Health.status(said.getStatus())
                            .withDetails(((Health) said).getDetails())
                            .build();
                    context.registerBean(
                            prefix + i + "HealthIndicator",
                            HealthIndicator.class,
                            () -> () -> Health.status(same.getStatus())
                                    .withDetails(same.getDetails())
                                    .build());
                }));
    }

    private static HealthCheck check(int number) {
        return new HealthCheck() {

            @Override
            public String name() {
                return "check-" + number;
            }

            @Override
            public ComponentHealth check() {
                hangIfToldSo(number);
                return ComponentHealth.healthy("The queue answers.").withMetadata("depth", 7);
            }
        };
    }

    private static HealthIndicator indicator(int number) {
        return () -> {
            hangIfToldSo(number);
            return Health.up()
                    .withDetail("depth", 7)
                    .withDetail("name", "queue")
                    .build();
        };
    }

    /** For a second, whoever interrupts. */
    private static void hangIfToldSo(int number) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(number < HANGING ? 1 : 0);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                new CountDownLatch(1).await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException ex) {
                // A driver that does not care.
            }
        }
    }

    /** What is asked, or says it. */
    @FunctionalInterface
    private interface Content {

        void register(GenericApplicationContext context);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {}

    /** The requests to one application. */
    private static final class Series {

        private final HttpProbe probe;

        private final long[] times;

        Series(ConfigurableApplicationContext context, int rounds) throws IOException {
            probe = new HttpProbe(
                    context.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
                    "/actuator/health");
            times = new long[rounds];
        }

        /** Nothing is kept of the rounds below zero. */
        void measure(int round) throws IOException {
            long start = System.nanoTime();
            probe.ask();
            long time = System.nanoTime() - start;
            if (round >= 0) {
                times[round] = TimeUnit.NANOSECONDS.toMicros(time);
            }
            if (round == times.length - 1 && !probe.answer().contains("\"depth\":7")) {
                throw new IllegalStateException(probe.answer());
            }
        }

        long percentile(double share) {
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }

        int bytes() {
            return probe.answer().length();
        }
    }
}
