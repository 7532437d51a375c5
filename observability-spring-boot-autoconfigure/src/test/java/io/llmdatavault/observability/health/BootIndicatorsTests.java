package io.llmdatavault.observability.health;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.ReactiveHealthContributorRegistry;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Health indicators of Spring Boot and of the application, over HTTP: their names, places and words, from snapshots. */
class BootIndicatorsTests {

    private static final String QUICK = "vault.observability.health.refresh-interval=50ms";

    private static final String PREFIX = "vault.observability.health.";

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void keepTheirNamesPlacesAndWords(WebApplicationType type) {
        try (HealthServer server = HealthServer.start(type, Application.class, QUICK)) {
            // Start-up does not wait for what nobody depends on.
            await().until(() -> !server.get("/actuator/health").body().contains("UNKNOWN"));
            JsonNode components =
                    HealthServer.json(server.get("/actuator/health")).path("components");
            assertThat(components.path("mine").toString())
                    .isEqualTo("{\"description\":\"of joy\",\"status\":\"FULL\",\"details\":{\"depth\":7}}");
            assertThat(components.path("flowing").toString())
                    .isEqualTo("{\"status\":\"UP\",\"details\":{\"reactive\":true}}");
            assertThat(components.at("/tenants/components/one/details/tenant").asText())
                    .isEqualTo("one");
            assertThat(components
                            .at("/tenants/components/more/components/two/details/tenant")
                            .asText())
                    .isEqualTo("two");
            assertThat(components.at("/db/details/database").asText()).isEqualTo("H2");
            assertThat(components
                            .path("diskSpace")
                            .path("details")
                            .path("threshold")
                            .isNumber())
                    .isTrue();
            assertThat(server.get("/actuator/health/tenants/more/two").body()).contains("\"tenant\":\"two\"");
            Mine mine = server.context().getBean(Mine.class);
            assertThat(server.context().getBean("mineHealthIndicator")).isSameAs(mine);
            assertThat(mine.threads.get()).startsWith("vault-health-check-");
            mine.health.set(Health.down().withDetail("depth", 8).build());
            await().until(() -> server.component("mine").path("status").asText().equals("DOWN"));
            assertThat(server.component("mine").path("details").toString()).isEqualTo("{\"depth\":8}");
            assertThat(server.status("/actuator/health")).isEqualTo("503 DOWN");
            assertThat(server.get("/actuator/prometheus").body())
                    .contains("vault_component_health{component=\"mine\"} 0.0")
                    .contains("vault_component_health{component=\"tenants/one\"} 1.0")
                    .contains("vault_component_check_duration_seconds_count{component=\"flowing\"}");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void neverWait(WebApplicationType type) {
        try (HealthServer server = HealthServer.start(
                type, HungApplication.class, QUICK, PREFIX + "timeout=300ms", PREFIX + "probe-paths=true")) {
            Hung hung = server.context().getBean(Hung.class);
            String late = "{\"status\":\"DOWN\",\"details\":{\"message\":\"No answer within 300ms.\"}}";
            await().until(() -> server.component("hung").toString().equals(late));
            await().until(() -> server.component("hungToo").toString().equals(late));
            String failed = "{\"status\":\"DOWN\",\"details\":{\"message\":\"The check failed.\"}}";
            await().until(() -> server.component("broken").toString().equals(failed));
            assertThat(server.component("silent").isMissingNode()).isTrue();
            assertThat(hung.runs).hasValue(1);
            assertThat(server.status("/livez")).isEqualTo("200 UP");
            AvailabilityChangeEvent.publish(server.context(), LivenessState.BROKEN);
            assertThat(server.status("/livez")).isEqualTo("503 DOWN");
            hung.released.countDown();
            await().until(() -> server.component("hung").path("status").asText().equals("UP"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"SERVLET", "REACTIVE"})
    void mayComeAndGo(WebApplicationType type) {
        try (HealthServer server = HealthServer.start(type, Application.class, QUICK)) {
            HealthContributorRegistry registry = server.context().getBean(HealthContributorRegistry.class);
            AtomicInteger runs = new AtomicInteger();
            HealthIndicator late =
                    () -> Health.up().withDetail("runs", runs.incrementAndGet()).build();
            if (type == WebApplicationType.REACTIVE) {
                ReactiveHealthContributorRegistry reactive =
                        server.context().getBean(ReactiveHealthContributorRegistry.class);
                ReactiveHealthIndicator indicator = () -> Mono.fromSupplier(late::health);
                reactive.registerContributor("late", indicator);
                await().until(() ->
                        server.component("late").path("status").asText().equals("UP"));
                assertThat(reactive.unregisterContributor("late")).isSameAs(indicator);
            } else {
                registry.registerContributor("late", late);
                await().until(() ->
                        server.component("late").path("status").asText().equals("UP"));
                assertThat(registry.unregisterContributor("late")).isSameAs(late);
            }
            assertThat(server.component("late").isMissingNode()).isTrue();
            int after = runs.get();
            await().until(() -> server.context().getBean(Mine.class).runs.get() > after + 5);
            assertThat(runs.get()).isBetween(after, after + 1);

            Tenants tenants = server.context().getBean(Tenants.class);
            tenants.members.put("three", tenant("three"));
            await().until(() ->
                    server.get("/actuator/health/tenants/three").body().contains("\"UP\""));
            tenants.members.remove("three");
            assertThat(server.get("/actuator/health/tenants/three").statusCode())
                    .isEqualTo(404);
            assertThat(server.status("/actuator/health/tenants")).isEqualTo("200 UP");
            assertThat(server.context().getBean(IndicatorChecks.class).settable())
                    .doesNotContain("tenants-three");
        }
    }

    @Test
    void haveSettings() {
        try (HealthServer server = HealthServer.servlet(
                Application.class,
                QUICK,
                PREFIX + "checks.mine.failure-threshold=3",
                PREFIX + "checks.mine.critical=true",
                PREFIX + "checks.tenants.refresh-interval=1h",
                PREFIX + "checks.disk-space.enabled=false")) {
            Mine mine = server.context().getBean(Mine.class);
            await().until(() -> server.status("/actuator/health/readiness").equals("200 UP"));
            mine.broken.set(true);
            await().until(() -> server.component("mine").path("status").asText().equals("DOWN"));
            assertThat(mine.failures).hasValueGreaterThanOrEqualTo(3);
            assertThat(server.status("/actuator/health/readiness")).isEqualTo("503 DOWN");
            assertThat(server.context().getBean(Tenants.class).runs).hasValueLessThan(5);
            assertThat(server.get("/actuator/prometheus").body())
                    .contains("component=\"mine\"")
                    .doesNotContain("component=\"diskSpace\"");
            assertThat(server.component("diskSpace").path("status").asText()).isEqualTo("UP");
        }
    }

    @Test
    void leaveGroupsOfTheUserAsTheyAre() {
        try (HealthServer server = HealthServer.servlet(
                Application.class,
                "management.endpoint.health.group.custom.include=mine,tenants,livenessState",
                "management.endpoint.health.group.custom.show-details=never",
                "management.endpoint.health.group.custom.show-components=always",
                "management.endpoint.health.group.custom.status.http-mapping.full=507",
                "management.endpoint.health.group.custom.status.order=FULL,DOWN,UP",
                "management.endpoint.health.group.member.include=tenants/one")) {
            await().until(() -> !server.get("/actuator/health").body().contains("UNKNOWN"));
            assertThat(server.status("/actuator/health/custom")).isEqualTo("507 FULL");
            assertThat(server.get("/actuator/health/custom").body())
                    .contains("\"mine\":{\"description\":\"of joy\",\"status\":\"FULL\"}")
                    .contains("\"one\":{\"status\":\"UP\"}")
                    .contains("livenessState")
                    .doesNotContain("depth");
            assertThat(server.get("/actuator/health/member").body())
                    .contains("one")
                    .doesNotContain("two");
        }
    }

    @Test
    void areAskedInTheRequestWhenThatIsSwitchedOff() {
        try (HealthServer server =
                HealthServer.servlet(Application.class, QUICK, PREFIX + "wrap-boot-indicators=false")) {
            assertThat(server.component("mine").path("status").asText()).isEqualTo("FULL");
            Mine mine = server.context().getBean(Mine.class);
            assertThat(mine.threads.get()).doesNotStartWith("vault-health-check-");
            assertThat(mine.runs).hasValue(1);
            HealthContributorRegistry registry = server.context().getBean(HealthContributorRegistry.class);
            assertThat(registry.getContributor("mine")).isSameAs(mine);
        }
    }

    private static HealthIndicator tenant(String name) {
        return () -> Health.up().withDetail("tenant", name).build();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                ReactiveSecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    static class Application {

        @Bean
        Mine mineHealthIndicator() {
            return new Mine();
        }

        @Bean
        ReactiveHealthIndicator flowingHealthIndicator() {
            return () -> Mono.just(Health.up().withDetail("reactive", true).build());
        }

        @Bean
        Tenants tenantsHealthContributor() {
            return new Tenants();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                ReactiveSecurityAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class,
                ReactiveManagementWebSecurityAutoConfiguration.class
            })
    static class HungApplication {

        @Bean
        Hung hungHealthIndicator() {
            return new Hung();
        }

        @Bean
        ReactiveHealthIndicator hungTooHealthIndicator() {
            return Mono::never;
        }

        @Bean
        HealthIndicator brokenHealthIndicator() {
            return () -> {
                throw new StackOverflowError("password=Planted-4711");
            };
        }

        @Bean
        HealthIndicator silentHealthIndicator() {
            return () -> null;
        }
    }

    static final class Mine implements HealthIndicator {

        final AtomicReference<Health> health = new AtomicReference<>(Health.status(new Status("FULL", "of joy"))
                .withDetail("depth", 7)
                .build());

        final AtomicReference<String> threads = new AtomicReference<>("");

        final AtomicReference<Boolean> broken = new AtomicReference<>(false);

        final AtomicInteger failures = new AtomicInteger();

        final AtomicInteger runs = new AtomicInteger();

        @Override
        public Health health() {
            threads.set(Thread.currentThread().getName());
            runs.incrementAndGet();
            if (broken.get()) {
                failures.incrementAndGet();
                return Health.down().build();
            }
            return health.get();
        }
    }

    /** Its members come and go, and each is made anew whenever it is asked for. */
    static final class Tenants implements CompositeHealthContributor {

        final Map<String, HealthContributor> members = new LinkedHashMap<>();

        final AtomicInteger runs = new AtomicInteger();

        Tenants() {
            members.put("one", counted("one"));
            members.put("more", CompositeHealthContributor.fromMap(Map.of("two", counted("two"))));
        }

        private HealthIndicator counted(String name) {
            return () -> {
                runs.incrementAndGet();
                return tenant(name).health();
            };
        }

        @Override
        public HealthContributor getContributor(String name) {
            HealthContributor member = members.get(name);
            return member instanceof HealthIndicator indicator ? (HealthIndicator) indicator::health : member;
        }

        @Override
        public Iterator<NamedContributor<HealthContributor>> iterator() {
            return members.keySet().stream()
                    .map(name -> NamedContributor.of(name, getContributor(name)))
                    .iterator();
        }
    }

    static final class Hung implements HealthIndicator {

        final CountDownLatch released = new CountDownLatch(1);

        final AtomicInteger runs = new AtomicInteger();

        @Override
        public Health health() {
            runs.incrementAndGet();
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException ex) {
                    // A driver that does not care.
                }
            }
            return Health.up().build();
        }
    }
}
