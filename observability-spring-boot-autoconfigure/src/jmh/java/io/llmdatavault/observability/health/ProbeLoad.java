package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Five hundred probes a second over two hundred connections, open loop: each is due at a time that no answer moves, and its
 * latency counts from then. One that could not be sent because the last one on its connection had not been answered was
 * late all the same. Half of them ask for everything, half for readiness.
 */
public final class ProbeLoad {

    private static final int CONNECTIONS = 200;

    private static final int RATE = 500;

    private static final long GAP = TimeUnit.SECONDS.toNanos(1) / RATE;

    /** For this process to become warm; not counted. */
    private static final int WARM_UP = 3 * RATE;

    private static final long UNANSWERED = -1;

    private final AtomicInteger unavailable = new AtomicInteger();

    private final long[] times;

    private ProbeLoad(int seconds) {
        times = new long[seconds * RATE];
        Arrays.fill(times, UNANSWERED);
    }

    /**
     * Writes a line when the first one that counts is due, and one with the result.
     * @param arguments port of the application, seconds
     */
    public static void main(String[] arguments) throws Exception {
        new ProbeLoad(Integer.parseInt(arguments[1])).run(Integer.parseInt(arguments[0]), System.out);
    }

    private void run(int port, PrintStream result) throws IOException, InterruptedException {
        List<HttpProbe> probes = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            probes.add(new HttpProbe(port, i % 2 == 0 ? "/actuator/health" : "/actuator/health/readiness"));
        }
        long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) + WARM_UP * GAP;
        for (int i = 0; i < CONNECTIONS; i++) {
            int first = i - WARM_UP;
            HttpProbe probe = probes.get(i);
            Thread thread = new Thread(() -> ask(probe, first, start));
            thread.setDaemon(true);
            thread.start();
        }
        awaitTime(start);
        result.println("counting");
        long end = start + times.length * GAP;
        awaitTime(end);
        // What was due last may still be on its way.
        awaitTime(end + TimeUnit.SECONDS.toNanos(1));
        result.println(summary(start, System.nanoTime()));
    }

    private void ask(HttpProbe probe, int first, long start) {
        try (probe) {
            for (int i = first; i < times.length; i += CONNECTIONS) {
                long due = start + i * GAP;
                awaitTime(due);
                int status = probe.ask();
                if (i >= 0) {
                    times[i] = System.nanoTime() - due;
                    unavailable.addAndGet(status == 503 ? 1 : 0);
                }
            }
        } catch (IOException ex) {
            // What this connection still had to ask stays unanswered.
        }
    }

    /** What was not answered took at least until now. */
    private String summary(long start, long now) {
        long[] sorted = new long[times.length];
        int unanswered = 0;
        for (int i = 0; i < times.length; i++) {
            boolean answered = times[i] != UNANSWERED;
            sorted[i] = answered ? times[i] : now - start - i * GAP;
            unanswered += answered ? 0 : 1;
        }
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.2f | %.2f | %.2f | %.2f | %d | %d",
                milliseconds(sorted, 0.5),
                milliseconds(sorted, 0.99),
                milliseconds(sorted, 0.999),
                milliseconds(sorted, 1),
                unavailable.get(),
                unanswered);
    }

    private static double milliseconds(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    private static void awaitTime(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
