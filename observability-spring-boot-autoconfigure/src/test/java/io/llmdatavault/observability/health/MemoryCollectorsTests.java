package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each collector of the JDK has pools of its own: what they add up to is the live data, in real processes. */
class MemoryCollectorsTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
    void twoThirdsInUseAreHealthyAtEachReading(String collector) throws Exception {
        List<String> lines = run(collector, 68, true);
        assertThat(lines.get(0)).isEqualTo("[HEALTHY]");
        assertThat(Integer.parseInt(lines.get(1))).isBetween(66, 85);
    }

    /**
     * Without a full collection a collector may not know: then nothing is said. Not with Z, which counts what is allocated
     * while it collects: in a heap as small as this one that is most of it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1"})
    void garbageAloneIsNoReasonToWorry(String collector) throws Exception {
        List<String> lines = run(collector, 68, false);
        assertThat(lines.get(0)).isEqualTo("[HEALTHY]");
        assertThat(Integer.parseInt(lines.get(1))).isLessThan(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1"})
    void nearlyEverythingInUseIsUnhealthyAndStaysSo(String collector) throws Exception {
        assertLeakIsSeen(collector);
    }

    /** Without generations it is out of memory before. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void nearlyEverythingInUseIsUnhealthyWithGenerationsOfZ() throws Exception {
        assertLeakIsSeen("Z");
    }

    private void assertLeakIsSeen(String collector) throws Exception {
        List<String> lines = run(collector, 92, true);
        assertThat(lines.get(0)).isEqualTo("[HEALTHY, UNHEALTHY]");
        assertThat(Integer.parseInt(lines.get(1))).isBetween(90, 100);
    }

    private List<String> run(String collector, int percent, boolean full) throws IOException, InterruptedException {
        Path result = folder.resolve("result");
        Path log = folder.resolve("log");
        // A twelfth of a smaller heap is too little for Z to work in.
        String heap = collector.equals("Z") ? "512m" : "128m";
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+Use" + collector + "GC",
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LiveData.class.getName(),
                        Integer.toString(percent),
                        result.toString(),
                        Boolean.toString(full))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        return Files.readAllLines(result);
    }
}
