package io.llmdatavault.observability.alert.engine;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;

/** A real Prometheus that scrapes this process and evaluates one group of rules, each once a second. */
final class ScrapingPrometheus implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    private final ObjectMapper mapper = new ObjectMapper();

    private final Process process;

    private final Thread atExit;

    private final String address;

    private ScrapingPrometheus(Process process, String address) {
        this.process = process;
        this.address = address;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts one, and waits until it has evaluated the rules.
     * @param directory an empty one
     * @param scraped the port that {@code /metrics} is at
     * @param rules a rule file
     */
    static ScrapingPrometheus start(Path directory, int scraped, String rules) throws IOException {
        Files.writeString(directory.resolve("rules.yml"), rules);
        // What no rule reads and the service therefore does not keep, Prometheus does not keep either.
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                  evaluation_interval: 1s
                rule_files: [rules.yml]
                scrape_configs:
                - job_name: bench
                  static_configs:
                  - targets: ['127.0.0.1:%d']
                  metric_relabel_configs:
                  - source_labels: [__name__]
                    regex: bench_duration_seconds_(count|sum|max)
                    action: drop
                """.formatted(scraped));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        ScrapingPrometheus prometheus = new ScrapingPrometheus(process, "http://127.0.0.1:" + port);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> prometheus.metric("prometheus_rule_group_last_evaluation_timestamp_seconds") > 0);
        } catch (RuntimeException ex) {
            prometheus.close();
            throw ex;
        }
        return prometheus;
    }

    /** One of its own metrics, of which there is one series. */
    double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + name + "."));
    }

    /** The value of an expression that gives one. */
    double query(String expression) throws IOException, InterruptedException {
        String answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return mapper.readTree(answer).at("/data/result/0/value/1").asDouble();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException ex) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
