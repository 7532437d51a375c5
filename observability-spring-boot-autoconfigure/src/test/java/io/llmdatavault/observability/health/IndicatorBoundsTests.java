package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A composite that has ever more members costs no thread for each, and all of them are shown. */
@ExtendWith(OutputCaptureExtension.class)
class IndicatorBoundsTests {

    private static final int MEMBERS = 3 * IndicatorChecks.MOST_MEMBERS;

    private final Map<String, String> threads = new ConcurrentHashMap<>();

    private final AtomicInteger inRequests = new AtomicInteger();

    @Test
    void membersBeyondTheBoundAreAskedInTheRequest(CapturedOutput output) {
        try (HealthServer server = HealthServer.servlet(
                BootIndicatorsTests.Application.class, "vault.observability.health.refresh-interval=1h")) {
            HealthContributorRegistry registry = server.context().getBean(HealthContributorRegistry.class);
            Map<String, HealthContributor> members = new LinkedHashMap<>();
            for (int number = 0; number < MEMBERS; number++) {
                members.put("m" + number, member("m" + number));
            }
            registry.registerContributor("many", CompositeHealthContributor.fromMap(members));
            await().until(() -> inBackground() == IndicatorChecks.MOST_MEMBERS);
            assertThat(server.component("many").path("components")).hasSize(MEMBERS);
            assertThat(threads).hasSize(MEMBERS);
            assertThat(inBackground()).isEqualTo(IndicatorChecks.MOST_MEMBERS);
            int asked = inRequests.get();
            assertThat(server.component("many").path("status").asText()).isEqualTo("UP");
            assertThat(inRequests).hasValue(asked + MEMBERS - IndicatorChecks.MOST_MEMBERS);

            registry.unregisterContributor("many");
            threads.clear();
            registry.registerContributor(
                    "many", CompositeHealthContributor.fromMap(Map.of("one", member("one"), "two", member("two"))));
            await().until(() -> inBackground() == 2);
        }
        assertThat(output).containsOnlyOnce("The health contributor many has more than 100 members");
    }

    private long inBackground() {
        return threads.values().stream()
                .filter(thread -> thread.startsWith("vault-health-check-"))
                .count();
    }

    private HealthIndicator member(String name) {
        return () -> {
            String thread = Thread.currentThread().getName();
            threads.put(name, thread);
            if (!thread.startsWith("vault-health-check-")) {
                inRequests.incrementAndGet();
            }
            return Health.up().build();
        };
    }
}
