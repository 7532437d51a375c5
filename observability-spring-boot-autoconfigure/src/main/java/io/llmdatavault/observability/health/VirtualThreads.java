package io.llmdatavault.observability.health;

import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Virtual threads for checks where the application wants virtual threads and none of its drivers can hold on to what carries
 * them: before Java 24 one that hangs inside {@code synchronized} would, and with it everybody else's virtual threads.
 */
final class VirtualThreads {

    private static final int NO_PINNING = 24;

    private VirtualThreads() {}

    static @Nullable ThreadFactory wanted(Environment environment) {
        boolean wanted = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false);
        return wanted && Runtime.version().feature() >= NO_PINNING
                ? new VirtualThreadTaskExecutor("vault-health-check-").getVirtualThreadFactory()
                : null;
    }
}
