package io.llmdatavault.smoke;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/** Health indicators of Spring Boot 4 and of the application from snapshots. */
class HealthSmokeTests {

    private static final CountDownLatch HUNG = new CountDownLatch(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void neverWaits(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type)) {
            // Start-up does not wait for what is not critical.
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get(context, "/actuator/health"))
                            .contains(
                                    "\"mine\":{\"details\":{\"depth\":7},\"description\":\"of joy\",\"status\":\"FULL\"}")
                            .contains(
                                    "\"hung\":{\"details\":{\"message\":\"No answer within 300ms.\"},\"status\":\"DOWN\"}")
                            .contains(
                                    "\"hungToo\":{\"details\":{\"message\":\"No answer within 300ms.\"},\"status\":\"DOWN\"}")
                            .contains("\"flowing\":{\"details\":{\"reactive\":true},\"status\":\"UP\"}")
                            .contains("\"two\":{\"details\":{\"tenant\":\"two\"},\"status\":\"UP\"}")
                            .contains("\"diskSpace\":{\"details\":{")
                            .doesNotContain("silent"));
            assertThat(get(context, "/actuator/health/tenants/two")).contains("\"tenant\":\"two\"");
            assertThat(get(context, "/actuator/health/custom"))
                    .contains("\"mine\":{\"description\":\"of joy\",\"status\":\"FULL\"}");
            assertThat(get(context, "/livez")).contains("UP");
            AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
            assertThat(get(context, "/livez")).contains("DOWN");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void indicatorsMayComeAndGo(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context = start(type)) {
            HealthContributorRegistry registry = context.getBean(HealthContributorRegistry.class);
            HealthIndicator late = () -> Health.up().withDetail("late", true).build();
            registry.registerContributor("late", late);
            Awaitility.await().until(() -> get(context, "/actuator/health/late").contains("\"late\":true"));
            assertThat(registry.unregisterContributor("late")).isSameAs(late);
            assertThat(get(context, "/actuator/health")).doesNotContain("\"late\"");
            ReactiveHealthContributorRegistry reactive = context.getBean(ReactiveHealthContributorRegistry.class);
            ReactiveHealthIndicator flow = () -> Mono.fromSupplier(late::health);
            reactive.registerContributor("flow", flow);
            Awaitility.await().until(() -> get(context, "/actuator/health/flow").contains("\"late\":true"));
            assertThat(reactive.unregisterContributor("flow")).isSameAs(flow);
            assertThat(get(context, "/actuator/health")).doesNotContain("\"flow\"");
        }
    }

    @Test
    void isAskedInTheRequestWhenThatIsSwitchedOff() {
        try (ConfigurableApplicationContext context =
                start(WebApplicationType.SERVLET, "--vault.observability.health.wrap-boot-indicators=false")) {
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("mine"))
                    .isSameAs(context.getBean("mineHealthIndicator"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void shippedComponentMakesPlaceForAReactiveIndicator(WebApplicationType type) throws Exception {
        try (ConfigurableApplicationContext context =
                start(type, new Class<?>[] {Application.class, OwnMemory.class})) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get(context, "/actuator/health/memory"))
                            .isEqualTo("{\"details\":{\"mine\":true},\"status\":\"UP\"}"));
        }
    }

    private static ConfigurableApplicationContext start(WebApplicationType type, String... arguments) {
        return start(type, new Class<?>[] {Application.class}, arguments);
    }

    private static ConfigurableApplicationContext start(
            WebApplicationType type, Class<?>[] sources, String... arguments) {
        return new SpringApplicationBuilder(sources)
                .web(type)
                .properties(
                        "server.port=0",
                        "vault.observability.health.timeout=300ms",
                        "vault.observability.rate-limit.enabled=false",
                        "management.endpoint.health.group.custom.include=mine",
                        "management.endpoint.health.group.custom.show-details=never",
                        "management.endpoint.health.group.custom.show-components=always")
                .run(arguments);
    }

    private String get(ConfigurableApplicationContext context, String path) throws Exception {
        String uri = "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path;
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"
            })
    static class Application {

        @Bean
        HealthIndicator mineHealthIndicator() {
            return () -> Health.status(new Status("FULL", "of joy"))
                    .withDetail("depth", 7)
                    .build();
        }

        @Bean
        HealthIndicator hungHealthIndicator() {
            return () -> {
                while (true) {
                    try {
                        HUNG.await();
                    } catch (InterruptedException ex) {
                        // A driver that does not care.
                    }
                }
            };
        }

        @Bean
        ReactiveHealthIndicator hungTooHealthIndicator() {
            return Mono::never;
        }

        @Bean
        ReactiveHealthIndicator flowingHealthIndicator() {
            return () -> Mono.just(Health.up().withDetail("reactive", true).build());
        }

        @Bean
        HealthIndicator silentHealthIndicator() {
            return () -> null;
        }

        @Bean
        CompositeHealthContributor tenantsHealthContributor() {
            HealthIndicator two = () -> Health.up().withDetail("tenant", "two").build();
            return CompositeHealthContributor.fromMap(Map.of("two", two));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMemory {

        @Bean
        ReactiveHealthIndicator memoryHealthIndicator() {
            return () -> Mono.just(Health.up().withDetail("mine", true).build());
        }
    }
}
