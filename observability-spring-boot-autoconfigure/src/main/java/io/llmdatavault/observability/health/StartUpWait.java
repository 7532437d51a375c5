package io.llmdatavault.observability.health;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.PriorityOrdered;

/**
 * Holds up start-up until what is critical has its first results. A runner, because {@code SpringApplication} calls runners
 * between saying that the application lives and that it is ready: an event listener would have to come after Spring Boot's own,
 * which has no order.
 */
final class StartUpWait implements ApplicationRunner, PriorityOrdered {

    private final CheckEngine engine;

    StartUpWait(CheckEngine engine) {
        this.engine = engine;
    }

    /** The application's runners find what is critical checked. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        engine.awaitFirstResults();
    }
}
