package io.llmdatavault.observability.alert;

import java.time.Duration;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** What {@link SpringApplication} does last, for contexts that are made without it. */
final class Readiness {

    private Readiness() {}

    static void publish(AssertableApplicationContext context) {
        context.publishEvent(new ApplicationReadyEvent(
                new SpringApplication(), new String[0], context.getSourceApplicationContext(), Duration.ZERO));
    }
}
