package io.llmdatavault.observability.resilience.ratelimit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two processes share a limit of 200 a second in a real Redis and are asked 400 times a second each; then once more, with
 * Redis frozen for a part of the time. Arguments: seconds of each scenario (60), seconds frozen (10).
 */
public final class SharedLimitLoad {

    private static final int PROCESSES = 2;

    private static final int LIMIT = 200;

    private SharedLimitLoad() {}

    /**
     * Prints how many calls were admitted and how long they took.
     * @param arguments see above
     */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int frozen = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        try (TestRedis redis = new TestRedis()) {
            System.out.println("--- Redis answers");
            run(redis, seconds, 0);
            System.out.printf("--- Redis is frozen for %d s in the middle%n", frozen);
            run(redis, seconds, frozen);
        }
    }

    private static void run(TestRedis redis, int seconds, int frozen) throws Exception {
        List<Process> processes = new ArrayList<>();
        try {
            List<BufferedReader> lines = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                Process process = start(redis, seconds, frozen > 0);
                processes.add(process);
                lines.add(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
            }
            for (BufferedReader line : lines) {
                until(line, SharedLimitInstance.READY);
            }
            long start = System.nanoTime();
            for (Process process : processes) {
                try (OutputStream go = process.getOutputStream()) {
                    go.write('\n');
                }
            }
            if (frozen > 0) {
                Thread.sleep((seconds - frozen) * 500L);
                redis.freeze();
                Thread.sleep(frozen * 1000L);
                redis.thaw();
            }
            long admitted = 0;
            for (BufferedReader line : lines) {
                admitted += Long.parseLong(until(line, SharedLimitInstance.ADMITTED));
            }
            double taken = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "admitted %d in %.2f s; shared exactly: %.0f to %.0f%n",
                    admitted, taken, LIMIT * (double) seconds, LIMIT * (taken + 1));
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static Process start(TestRedis redis, int seconds, boolean outage) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SharedLimitInstance.class.getName(),
                        Integer.toString(redis.port()),
                        Integer.toString(seconds),
                        Integer.toString(LIMIT),
                        Boolean.toString(outage))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Prints what is not asked for. */
    private static String until(BufferedReader lines, String prefix) throws IOException {
        String line = lines.readLine();
        while (line != null) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
            System.out.println(line);
            line = lines.readLine();
        }
        throw new IllegalStateException("A process ended without \"" + prefix + "\"");
    }
}
