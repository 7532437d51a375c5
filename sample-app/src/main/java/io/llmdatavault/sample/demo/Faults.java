package io.llmdatavault.sample.demo;

import java.time.Duration;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The faults of the three components that the vault depends on. */
@Component
@Profile("demo")
class Faults {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Fault database = new Fault(PATIENCE);

    private final Fault storage = new Fault(PATIENCE);

    private final Fault kms = new Fault(PATIENCE);

    Fault database() {
        return database;
    }

    Fault storage() {
        return storage;
    }

    Fault kms() {
        return kms;
    }
}
