package io.llmdatavault.observability.health;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import io.llmdatavault.observability.health.HeapReading.Collected;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The component {@code memory}: how much of the heap was still in use after the last collection. What is in use before one
 * says nothing, because garbage counts. After two collections of the old generation in a row, because one may meet a short
 * peak.
 */
final class MemoryHealthCheck implements HealthChecks.Shipped {

    static final String NAME = "memory";

    private static final int READINGS = 2;

    private final int thresholdPercent;

    private final HeapReading heap;

    private @Nullable List<Long> mark;

    private int readingsAbove;

    MemoryHealthCheck(int thresholdPercent, HeapReading heap) {
        this.thresholdPercent = thresholdPercent;
        this.heap = heap;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean critical() {
        return false;
    }

    @Override
    public ComponentHealth check() {
        return withSystem(withoutSystem());
    }

    private ComponentHealth withoutSystem() {
        Collected collected = heap.collected();
        if (collected.max() <= 0) {
            return ComponentHealth.healthy("The heap has no maximum.");
        }
        long total = DataSize.ofBytes(collected.max()).toMegabytes();
        if (collected.used() <= 0) {
            return ComponentHealth.healthy("There was no collection yet that tells.")
                    .withMetadata("totalMb", total);
        }
        double percent = 100.0 * collected.used() / collected.max();
        if (percent < thresholdPercent) {
            // Whatever the mark says: also between two collections there may be less in use than after the last one.
            readingsAbove = 0;
        } else if (!collected.mark().equals(mark)) {
            readingsAbove++;
        }
        mark = collected.mark();
        ComponentHealth health = readingsAbove >= READINGS
                ? ComponentHealth.unhealthy(
                        "%d %% of the heap or more are in use after a collection.".formatted(thresholdPercent))
                : ComponentHealth.healthy("Enough of the heap is free after a collection.");
        long available = Math.max(0, collected.max() - collected.used());
        return health.withMetadata("totalMb", total)
                .withMetadata("availableMb", DataSize.ofBytes(available).toMegabytes())
                .withMetadata("usedPercent", Math.round(percent));
    }

    /** Of the container, where there is one. Shown, not judged: a page cache fills it by design. */
    private static ComponentHealth withSystem(ComponentHealth health) {
        OperatingSystemMXBean system = findSystem();
        if (system == null) {
            return health;
        }
        return health.withMetadata(
                        "systemTotalMb",
                        DataSize.ofBytes(system.getTotalMemorySize()).toMegabytes())
                .withMetadata(
                        "systemFreeMb",
                        DataSize.ofBytes(system.getFreeMemorySize()).toMegabytes());
    }

    private static @Nullable OperatingSystemMXBean findSystem() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system ? system : null;
    }
}
