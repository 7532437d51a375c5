package io.llmdatavault.observability.resilience.retry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An outage with many clients: how many calls the backend gets that fails every time, with the budget and without. Run by
 * {@code -Dbench.run=…RetryStorm}; takes a minute.
 */
public final class RetryStorm {

    private static final int CLIENTS = 200;

    private static final int SECONDS = 30;

    private static final double RATIO = 0.2;

    private static final int MIN_PER_SECOND = 10;

    private static final long PAUSE_MILLIS = 50;

    private RetryStorm() {}

    /**
     * Prints a line of a table for each run.
     * @param args none
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        print("| Budget | arrivals | calls to the backend | calls for each arrival | allowed by the budget |");
        print("|---|---|---|---|---|");
        print(run(true));
        print(run(false));
    }

    private static String run(boolean budget) throws InterruptedException {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "vault.observability.retry.budget.enabled=" + budget,
                        "vault.observability.retry.budget.ratio=" + RATIO,
                        "vault.observability.retry.budget.min-per-second=" + MIN_PER_SECOND)
                .run()) {
            RetryExecutor executor = context.getBean(RetryExecutor.class);
            AtomicLong arrivals = new AtomicLong();
            AtomicLong calls = new AtomicLong();
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(SECONDS);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Thread thread = new Thread(() -> call(executor, arrivals, calls, end), "client-" + client);
                thread.start();
                clients.add(thread);
            }
            for (Thread client : clients) {
                client.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return "| %s | %d | %d | %.2f | %s |"
                    .formatted(
                            budget ? "on" : "off",
                            arrivals.get(),
                            calls.get(),
                            (double) calls.get() / arrivals.get(),
                            budget
                                    ? Long.toString((long) ((1 + RATIO) * arrivals.get() + MIN_PER_SECOND * seconds))
                                    : "–");
        }
    }

    private static void call(RetryExecutor executor, AtomicLong arrivals, AtomicLong calls, long end) {
        NetworkError outage = NetworkError.builder("outage").retryable(true).build();
        while (System.nanoTime() < end) {
            arrivals.incrementAndGet();
            try {
                executor.execute("default", "storm", () -> {
                    calls.incrementAndGet();
                    throw outage;
                });
            } catch (Exception ex) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ErrorTranslatorAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Application {}
}
