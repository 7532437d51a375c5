package io.llmdatavault.observability.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertCategory;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** The code of docs/alerts.md, compiled and run. */
class AlertDocTests {

    @Test
    void deepQueueIsARule() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Rules.class)) {
            assertThat(context.getBean(AlertRule.class).condition().promql()).isEqualTo("queue_depth > 1000");
        }
    }

    @Test
    void pagerIsAChannel() {
        assertThat(new Pager().name()).isEqualTo("pager");
    }

    @Test
    void timelineHearsOfEveryChange() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Rules.class)) {
            Timeline timeline = new Timeline();
            timeline.onTransition(new AlertTransition(
                    context.getBean(AlertRule.class),
                    "aa566284223539f4",
                    Map.of(),
                    AlertState.PENDING,
                    AlertState.FIRING,
                    1001,
                    false,
                    Instant.EPOCH));
            assertThat(timeline.changes).containsExactly("deep-queue is firing");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Rules {

        @Bean
        AlertRule deepQueue() {
            return AlertRule.builder("deep-queue")
                    .severity(AlertSeverity.WARNING)
                    .category(AlertCategory.PERFORMANCE)
                    .pendingFor(Duration.ofMinutes(1))
                    .condition(MetricThreshold.builder("queue_depth")
                            .threshold(1000)
                            .build())
                    .build();
        }
    }

    static class Timeline implements AlertListener {

        private final List<String> changes = new ArrayList<>();

        @Override
        public void onTransition(AlertTransition transition) {
            add(transition.rule().id() + " is " + transition.to().label());
        }

        private void add(String change) {
            changes.add(change);
        }
    }

    static class Pager implements Notifier {

        private final List<String> pages = new ArrayList<>();

        @Override
        public String name() {
            return "pager";
        }

        @Override
        public void send(Notification notification) {
            page(notification.severity(), notification.ruleName());
        }

        private void page(AlertSeverity severity, String text) {
            pages.add(severity + " " + text);
        }
    }
}
