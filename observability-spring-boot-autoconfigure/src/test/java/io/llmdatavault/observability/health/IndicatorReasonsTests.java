package io.llmdatavault.observability.health;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Why an indicator of Spring Boot or of the application is down: in the log, masked, and nowhere else than Boot shows it. */
@ExtendWith(OutputCaptureExtension.class)
class IndicatorReasonsTests {

    private static final String PREFIX = "vault.observability.health.";

    private static final String QUICK = PREFIX + "refresh-interval=50ms";

    @Test
    void areInTheLogMasked(CapturedOutput output) {
        try (HealthServer server =
                HealthServer.servlet(Application.class, QUICK, "management.endpoint.health.show-details=never")) {
            // What the appenders of the application mask once more.
            ListAppender<ILoggingEvent> raw = new ListAppender<>();
            raw.start();
            ((Logger) LoggerFactory.getLogger(HealthMonitor.class)).addAppender(raw);
            Queue queue = server.context().getBean(Queue.class);
            queue.failure.set(new IllegalStateException("refused\nfor password=Planted-4711"));
            await().until(() -> output.getOut().contains("Component queue is UNHEALTHY"));
            assertThat(List.copyOf(raw.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(message -> message.contains("Component queue is UNHEALTHY"))
                    .singleElement()
                    .asString()
                    .contains("The health indicator says DOWN. Details: {", "broker=mq-1")
                    .contains("error=java.lang.IllegalStateException: refused for password=***")
                    .contains("apiKey=***")
                    .doesNotContain("Planted-4711", "hunter2");
            assertThat(server.get("/actuator/health").body()).doesNotContain("refused", "broker", "Planted");
            queue.failure.set(null);
            await().until(() ->
                    output.getOut().contains("Component queue is HEALTHY again: The health indicator says UP."));
        }
    }

    @Test
    void areShownWhereSpringBootShowsDetailsAsTheyAre() {
        try (HealthServer server = HealthServer.servlet(Application.class, QUICK)) {
            server.context().getBean(Queue.class).failure.set(new IllegalStateException("refused"));
            await().until(() ->
                    server.component("queue").path("status").asText().equals("DOWN"));
            assertThat(server.component("queue").path("details").toString())
                    .isEqualTo("{\"broker\":\"mq-1\",\"apiKey\":\"hunter2hunter2\","
                            + "\"error\":\"java.lang.IllegalStateException: refused\"}");
        }
    }

    @Test
    void detailsThatCannotBeWrittenKeepNothingFromTheLog(CapturedOutput output) {
        try (HealthServer server =
                HealthServer.servlet(Application.class, QUICK, "management.endpoint.health.show-details=never")) {
            Object broken = new Object() {
                @Override
                public String toString() {
                    throw new IllegalStateException("No text");
                }
            };
            server.context().getBean(Queue.class).detail.set(broken);
            await().until(() ->
                    output.getOut().contains("Component queue is UNHEALTHY: The health indicator says DOWN."));
        }
    }

    /** Spring Boot's indicators log each failure; one that is down can be asked less often than the others. */
    @Test
    void areLoggedBySpringBootAtThePaceOfTheDownInterval(CapturedOutput output) {
        try (HealthServer server =
                HealthServer.servlet(Application.class, QUICK, PREFIX + "checks.queue.down-interval=1h")) {
            Queue queue = server.context().getBean(Queue.class);
            await().until(() -> queue.runs.get() > 2);
            queue.failure.set(new IllegalStateException("refused"));
            await().until(() ->
                    server.component("queue").path("status").asText().equals("DOWN"));
            int after = queue.runs.get();
            AtomicInteger others = server.context().getBean(AtomicInteger.class);
            int seen = others.get();
            await().until(() -> others.get() > seen + 10);
            assertThat(queue.runs).hasValue(after);
        }
        assertThat(output).containsOnlyOnce("java.lang.IllegalStateException: refused\n");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        @Bean
        Queue queueHealthIndicator() {
            return new Queue();
        }

        @Bean
        AtomicInteger otherRuns() {
            return new AtomicInteger();
        }

        @Bean
        HealthIndicator otherHealthIndicator(AtomicInteger otherRuns) {
            return () ->
                    Health.up().withDetail("runs", otherRuns.incrementAndGet()).build();
        }
    }

    static final class Queue extends AbstractHealthIndicator {

        final AtomicInteger runs = new AtomicInteger();

        final AtomicReference<Exception> failure = new AtomicReference<>();

        final AtomicReference<Object> detail = new AtomicReference<>();

        @Override
        protected void doHealthCheck(Health.Builder builder) throws Exception {
            runs.incrementAndGet();
            builder.up().withDetail("broker", "mq-1").withDetail("apiKey", "hunter2hunter2");
            if (detail.get() != null) {
                builder.down().withDetail("odd", detail.get());
            }
            if (failure.get() != null) {
                throw failure.get();
            }
        }
    }
}
