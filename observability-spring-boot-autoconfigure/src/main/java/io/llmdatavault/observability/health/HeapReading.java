package io.llmdatavault.observability.health;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was in use of the heap after the last collection. */
@FunctionalInterface
interface HeapReading {

    /**
     * In the names of collectors that have the old generation among their pools, but do not collect it each time they are
     * counted: with them only another figure is another reading.
     */
    Set<String> PARTIAL = Set.of("Young", "Minor", "Concurrent", "Pauses");

    Collected collected();

    /**
     * All pools of the heap together against its maximum: with the serial and the parallel collector the old generation
     * alone is full at two thirds of the heap, while there is room beside it. Not more than is in use now: a collector that
     * works while the application does counts what it allocates meanwhile, garbage included.
     */
    static Collected ofThisMachine() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage collected = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (collected != null) {
                used += collected.getUsed();
            }
        }
        MemoryUsage now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new Collected(
                Math.min(used, now.getUsed()),
                now.getMax(),
                mark(ManagementFactory.getMemoryPoolMXBeans(), ManagementFactory.getGarbageCollectorMXBeans()));
    }

    /**
     * Tells one look at the old generation from the next: what was in use of it, and how often it was collected. A collection
     * of the young one leaves the old figure in place, and is no second reading of it.
     */
    static List<Long> mark(List<MemoryPoolMXBean> pools, List<GarbageCollectorMXBean> collectors) {
        List<Long> mark = new ArrayList<>();
        Set<String> old = new HashSet<>();
        for (MemoryPoolMXBean pool : pools) {
            // Of the young pools, which are full all the time, no JVM watches the usage.
            if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) {
                MemoryUsage collected = pool.getCollectionUsage();
                mark.add(collected == null ? -1 : collected.getUsed());
                old.add(pool.getName());
            }
        }
        for (GarbageCollectorMXBean collector : collectors) {
            boolean collectsOld = Arrays.stream(collector.getMemoryPoolNames()).anyMatch(old::contains)
                    && PARTIAL.stream().noneMatch(collector.getName()::contains);
            if (collectsOld || old.isEmpty()) {
                mark.add(collector.getCollectionCount());
            }
        }
        return mark;
    }

    /**
     * In bytes; zero or less where it is not known.
     *
     * @param mark as long as it stays, the reading is the same
     */
    record Collected(long used, long max, List<Long> mark) {}
}
