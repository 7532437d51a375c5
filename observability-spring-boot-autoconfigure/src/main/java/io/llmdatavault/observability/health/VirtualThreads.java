package io.llmdatavault.observability.health;

import java.util.concurrent.ThreadFactory;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Virtual threads for checks where a property wants them, or else where the application wants virtual threads and none of its
 * drivers can hold on to what carries them: before Java 24 one that hangs inside {@code synchronized} would, and with it
 * everybody else's virtual threads.
 */
final class VirtualThreads {

    private static final int FIRST = 21;

    private static final int NO_PINNING = 24;

    private VirtualThreads() {}

    static @Nullable ThreadFactory wanted(Environment environment, @Nullable Boolean property) {
        int java = Runtime.version().feature();
        if (Boolean.TRUE.equals(property) && java < FIRST) {
            throw ConfigurationError.builder(
                            HealthProperties.PREFIX + "virtual-threads",
                            "needs Java " + FIRST + ", and this is " + java)
                    .expectedType("false, or remove it, or run on Java " + FIRST + " or later")
                    .build();
        }
        boolean wanted = property != null
                ? property
                : environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false) && java >= NO_PINNING;
        return wanted ? new VirtualThreadTaskExecutor("vault-health-check-").getVirtualThreadFactory() : null;
    }
}
