package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.springframework.util.FileSystemUtils;

/**
 * The same rules over the same meters, here and in a real Prometheus that scrapes them, both once a second for some
 * minutes, at different times of the second. Ranges are a fifteenth of the usual, so that they have as many samples. Ours
 * is a pass without its sampling, theirs {@code prometheus_rule_group_last_duration_seconds}, in which there is no
 * scraping either. Run by {@code -Dbench.run=…RuleGroupComparison}; needs {@code prometheus}.
 */
public final class RuleGroupComparison implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Passes at the end that count. */
    private static final int MEASURED = 50;

    private final BenchmarkRules rules;

    private final BenchmarkMeters meters;

    private final HttpServer server;

    private final List<Double> passes = new ArrayList<>();

    private final List<Double> samplings = new ArrayList<>();

    private final List<Double> theirs = new ArrayList<>();

    private volatile double scrapedAt;

    private RuleGroupComparison(int count) throws IOException {
        this.rules = new BenchmarkRules(count, "20s", "240s", "20s");
        this.meters = new BenchmarkMeters(count);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.server.createContext("/metrics", this::answer);
        this.server.start();
    }

    /**
     * Prints a line of a table for each number of rules.
     * @param args how many seconds each takes, at least 60, then numbers of rules; 330, 100 and 1000 if there are none
     * @throws IOException when Prometheus cannot be run or asked
     * @throws InterruptedException when it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 330;
        List<String> counts = args.length > 1 ? List.of(args).subList(1, args.length) : List.of("100", "1000");
        System.out.println("| rules | series | ours, ms | Prometheus, ms | ratio | our sampling, ms |");
        System.out.println("|---|---|---|---|---|---|");
        for (String count : counts) {
            Path directory = Files.createTempDirectory("rule-group-comparison");
            try (RuleGroupComparison comparison = new RuleGroupComparison(Integer.parseInt(count))) {
                comparison.run(directory, seconds);
            } finally {
                FileSystemUtils.deleteRecursively(directory);
            }
        }
    }

    private void run(Path directory, int seconds) throws IOException, InterruptedException {
        try (ScrapingPrometheus prometheus =
                        ScrapingPrometheus.start(directory, server.getAddress().getPort(), rules.file());
                BenchmarkEngine engine = new BenchmarkEngine(
                        rules, meters, INTERVAL, Clock.systemUTC(), System::nanoTime, this::measured)) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            double evaluatedAt = prometheus.metric("prometheus_rule_group_last_evaluation_timestamp_seconds") % 1;
            double ownTime = between(scrapedAt, evaluatedAt);
            sleepUntil(ownTime);
            for (int i = 0; i < seconds; i++) {
                meters.advance();
                long start = System.nanoTime();
                long remaining = engine.pass();
                passes.add((System.nanoTime() - start) / 1e6);
                long due = System.nanoTime() + remaining;
                if (i >= seconds - MEASURED) {
                    theirs.add(prometheus.metric("prometheus_rule_group_last_duration_seconds") * 1e3);
                }
                sleep(due - System.nanoTime());
            }
            print(prometheus, engine);
            System.out.printf(
                    "%nAt .%02.0f of each second it was scraped, at .%02.0f it evaluated, at .%02.0f we did.%n",
                    scrapedAt * 100, evaluatedAt * 100, ownTime * 100);
        }
    }

    private void print(ScrapingPrometheus prometheus, BenchmarkEngine engine) throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        for (int i = passes.size() - MEASURED; i < passes.size(); i++) {
            ours.add(passes.get(i) - samplings.get(i));
        }
        System.out.printf(
                "| %d | %d | %.1f | %.1f | %.2f × | %.1f |%n",
                rules.count(),
                rules.count() * BenchmarkMeters.SERIES_PER_RULE,
                median(ours),
                median(theirs),
                median(ours) / median(theirs),
                median(samplings.subList(samplings.size() - MEASURED, samplings.size())));
        System.out.printf(
                "%nFiring: %d here, %.0f there, where %.0f series have %.0f samples each and more in 240 s; %.0f"
                        + " evaluations were left out there.%n",
                engine.firing(),
                prometheus.query("count(ALERTS{alertstate=\"firing\"})"),
                prometheus.query("count({__name__=~\"bench_.+\"})"),
                prometheus.query("min(count_over_time({__name__=~\"bench_.+\"}[240s]))"),
                prometheus.metric("prometheus_rule_group_iterations_missed_total"));
    }

    private LongPredicate measured(LongPredicate sampler) {
        return timestamp -> {
            long start = System.nanoTime();
            boolean readable = sampler.test(timestamp);
            samplings.add((System.nanoTime() - start) / 1e6);
            return readable;
        };
    }

    /** The middle of the longer time between two parts of a second, so that nobody is in the way of another. */
    private static double between(double first, double second) {
        double middle = (first + second) / 2;
        return Math.abs(first - second) > 0.5 ? middle : (middle + 0.5) % 1;
    }

    private static void sleepUntil(double partOfSecond) {
        double now = System.currentTimeMillis() % 1000 / 1000.0;
        sleep((long) ((partOfSecond - now + 1) % 1 * TimeUnit.SECONDS.toNanos(1)));
    }

    private static void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().skip(figures.size() / 2).findFirst().orElseThrow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        scrapedAt = System.currentTimeMillis() % 1000 / 1000.0;
        byte[] text = meters.registry().scrape().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(text);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
