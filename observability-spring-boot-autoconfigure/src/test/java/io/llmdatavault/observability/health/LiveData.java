package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that keeps a share of its heap in use, makes garbage, and writes down how what the check says changes. */
final class LiveData {

    private static final int BLOCK = 32 * 1024;

    private static final int READINGS = 8;

    private LiveData() {}

    public static void main(String[] arguments) throws IOException {
        int percent = Integer.parseInt(arguments[0]);
        long live = Runtime.getRuntime().maxMemory() / 100 * percent;
        List<byte[]> kept = new ArrayList<>();
        for (long size = 0; size < live; size += BLOCK) {
            kept.add(new byte[BLOCK]);
        }
        MemoryHealthCheck check = new MemoryHealthCheck(90, HeapReading::ofThisMachine);
        List<String> lines = new ArrayList<>();
        boolean full = Boolean.parseBoolean(arguments[2]);
        ComponentHealth health = check.check();
        List<HealthState> states = new ArrayList<>(List.of(health.state()));
        for (int reading = 0; reading < READINGS; reading++) {
            makeGarbage(full);
            if (full) {
                System.gc();
            }
            health = check.check();
            if (health.state() != states.get(states.size() - 1)) {
                states.add(health.state());
            }
        }
        lines.add(states.toString());
        lines.add(String.valueOf(health.metadata().getOrDefault("usedPercent", -1)));
        lines.add(String.valueOf(kept.size()));
        Files.write(Path.of(arguments[1]), lines);
    }

    private static void makeGarbage(boolean full) {
        long sum = 0;
        for (int i = 0; i < 5_000; i++) {
            try {
                sum += new byte[BLOCK].length;
            } catch (OutOfMemoryError ex) {
                // Z on a busy machine frees too late where hardly anything can be freed.
                if (!full) {
                    throw ex;
                }
            }
        }
        if (sum < 0) {
            throw new IllegalStateException();
        }
    }
}
