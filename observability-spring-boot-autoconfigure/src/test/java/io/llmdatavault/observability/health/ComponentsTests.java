package io.llmdatavault.observability.health;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.llmdatavault.observability.health.HeapReading.Collected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ComponentsTests {

    @TempDir
    private Path folder;

    @Test
    void memoryIsJudgedAfterTwoReadings() {
        long[] used = {95};
        long[] collections = {1};
        MemoryHealthCheck check = new MemoryHealthCheck(
                90, () -> new Collected(used[0] * 1024 * 1024, 100 * 1024 * 1024, List.of(collections[0])));
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        // No collection since: it is the same reading.
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        collections[0]++;
        ComponentHealth full = check.check();
        assertThat(full.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(full.message()).isEqualTo("90 % of the heap or more are in use after a collection.");
        assertThat(full.metadata())
                .containsEntry("totalMb", 100L)
                .containsEntry("availableMb", 5L)
                .containsEntry("usedPercent", 95L)
                .containsKeys("systemTotalMb", "systemFreeMb");
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
        used[0] = 89;
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        used[0] = 90;
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
    }

    /** What is in use now counts, too: it may be less than what was left by the last collection of the old generation. */
    @Test
    void memoryIsHealthyAsSoonAsLessIsInUse() {
        long[] used = {95};
        long[] collections = {1};
        MemoryHealthCheck check = new MemoryHealthCheck(90, () -> new Collected(used[0], 100, List.of(collections[0])));
        check.check();
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.UNHEALTHY);
        used[0] = 89;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
        used[0] = 95;
        collections[0]++;
        assertThat(check.check().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void memoryIsHealthyWithoutAValueOrAMaximum() {
        MemoryHealthCheck noValue = new MemoryHealthCheck(1, () -> new Collected(0, 100, List.of(0L)));
        assertThat(List.of(noValue.check(), noValue.check()))
                .allSatisfy(health -> assertThat(health.state()).isEqualTo(HealthState.HEALTHY));
        MemoryHealthCheck noMaximum = new MemoryHealthCheck(1, () -> new Collected(100, -1, List.of(0L)));
        assertThat(List.of(noMaximum.check(), noMaximum.check()))
                .allSatisfy(health -> assertThat(health.state()).isEqualTo(HealthState.HEALTHY));
    }

    @Test
    void memoryIsReadOnceForEachCollectionOfTheOldGeneration() {
        List<MemoryPoolMXBean> pools = List.of(pool("Eden", false, 1), pool("Old", true, 95));
        List<Long> before =
                HeapReading.mark(pools, List.of(collector("Scavenge", 1, "Eden"), collector("Full", 1, "Eden", "Old")));
        assertThat(HeapReading.mark(
                        pools, List.of(collector("Scavenge", 2, "Eden"), collector("Full", 1, "Eden", "Old"))))
                .isEqualTo(before);
        assertThat(HeapReading.mark(
                        pools, List.of(collector("Scavenge", 2, "Eden"), collector("Full", 2, "Eden", "Old"))))
                .isNotEqualTo(before);
        assertThat(HeapReading.mark(
                        List.of(pool("Eden", false, 2), pool("Old", true, 96)),
                        List.of(collector("Scavenge", 1, "Eden"), collector("Full", 1, "Eden", "Old"))))
                .isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G1 Young Generation", "G1 Concurrent GC", "ZGC Pauses", "ZGC Minor Cycles"})
    void memoryIsNotReadAgainByACollectionOfAPart(String name) {
        List<MemoryPoolMXBean> pools = List.of(pool("Old", true, 95));
        assertThat(HeapReading.mark(pools, List.of(collector(name, 2, "Old"))))
                .isEqualTo(HeapReading.mark(pools, List.of(collector(name, 1, "Old"))));
    }

    private static MemoryPoolMXBean pool(String name, boolean old, long used) {
        MemoryPoolMXBean pool = mock(MemoryPoolMXBean.class);
        given(pool.getName()).willReturn(name);
        given(pool.getType()).willReturn(MemoryType.HEAP);
        given(pool.isUsageThresholdSupported()).willReturn(old);
        given(pool.getCollectionUsage()).willReturn(new MemoryUsage(0, used, 100, 100));
        return pool;
    }

    private static GarbageCollectorMXBean collector(String name, long count, String... pools) {
        GarbageCollectorMXBean collector = mock(GarbageCollectorMXBean.class);
        given(collector.getName()).willReturn(name);
        given(collector.getCollectionCount()).willReturn(count);
        given(collector.getMemoryPoolNames()).willReturn(pools);
        return collector;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void storageCanBeUsed(boolean writeCheck) throws IOException {
        ComponentHealth health = new LocalStorageProbe(folder, DataSize.ofBytes(1), writeCheck).probe();
        assertThat(health.message()).isEqualTo("The storage folder can be used.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).containsOnlyKeys("freeMb", "totalMb");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void storageNeedsItsFolder() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        LocalStorageProbe probe = new LocalStorageProbe(data, null, true);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        Files.move(data, folder.resolve("moved"));
        assertThat(probe.probe().message()).isEqualTo("The storage folder does not exist.");
        Files.createFile(data);
        assertThat(probe.probe().message()).isEqualTo("The storage folder is no folder.");
        assertThat(probe.probe().state()).isEqualTo(HealthState.UNHEALTHY);
        Files.delete(data);
        Files.move(folder.resolve("moved"), data);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void storageThatCannotBeWrittenToIsUnhealthy() throws IOException {
        // A folder that nobody can make files in, root included.
        Path unwritable = Path.of("/proc/self");
        if (Files.isDirectory(unwritable)) {
            ComponentHealth health = new LocalStorageProbe(unwritable, null, true).probe();
            assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
            assertThat(health.message()).isEqualTo("The storage folder cannot be written to.");
            assertThat(health.toString() + health.metadata()).doesNotContain("/proc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000001TB", "1000001GB", "1000000500MB", "1000000000001KB", "1125899906842625B"})
    void storageNeedsItsFreeSpace(String minFree) throws IOException {
        ComponentHealth health = new LocalStorageProbe(folder, DataSize.parse(minFree), false).probe();
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(health.message()).isEqualTo("The storage folder has less than " + minFree + " of free space.");
        assertThat(health.metadata()).containsKeys("freeMb", "totalMb");
    }
}
