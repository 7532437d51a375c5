package io.llmdatavault.observability.health;

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
     * alone is full at two thirds of the heap, while there is room beside it.
     */
    static Collected ofThisMachine() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage collected = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (collected != null) {
                used += collected.getUsed();
            }
        }
        return new Collected(
                used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax());
    }

    /** In bytes; zero or less where it is not known. */
    record Collected(long used, long max) {}
}
