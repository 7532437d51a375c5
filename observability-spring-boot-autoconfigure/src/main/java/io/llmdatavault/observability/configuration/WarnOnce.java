package io.llmdatavault.observability.configuration;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;

/**
 * Says once what goes wrong inside this starter, so that a broken collaborator neither breaks the caller nor fills the
 * log. One instance per thing that can go wrong. Thread-safe.
 *
 * @since 0.1.0
 */
public final class WarnOnce {

    private final AtomicBoolean warned = new AtomicBoolean();

    private final Logger logger;

    private final String message;

    /**
     * Prepares a warning.
     * @param logger the logger of the class that catches
     * @param message what did not work, as in {@code A metric could not be recorded}
     */
    public WarnOnce(Logger logger, String message) {
        this.logger = logger;
        this.message = message;
    }

    /**
     * Logs the warning with its cause, the first time it is called. Never throws.
     * @param cause what was caught
     */
    public void warn(Throwable cause) {
        if (warned.compareAndSet(false, true)) {
            logger.warn("{}; this is said once", message, cause);
        }
    }
}
