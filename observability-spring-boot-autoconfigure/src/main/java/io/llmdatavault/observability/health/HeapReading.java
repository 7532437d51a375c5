package io.llmdatavault.observability.health;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/** What was in use of the heap after the last collection. */
@FunctionalInterface
interface HeapReading {

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
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum());
    }

    /**
     * In bytes; zero or less where it is not known.
     *
     * @param collections how many there were so far: as long as it stays, the reading is the same
     */
    record Collected(long used, long max, long collections) {}
}
