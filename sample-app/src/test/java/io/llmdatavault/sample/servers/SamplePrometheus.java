package io.llmdatavault.sample.servers;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;

/** A real Prometheus that scrapes the sample each second, and evaluates a rule file as often. */
public final class SamplePrometheus implements AutoCloseable {

    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MAX_ATTEMPTS = 3;

    private final HttpClient client = HttpClient.newHttpClient();

    private final ObjectMapper mapper = new ObjectMapper();

    private final Process process;

    private final String address;

    private SamplePrometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(PROMETHEUS);
    }

    /**
     * Starts one.
     * @param directory an empty one
     * @param job the name of the job, that of the service
     * @param target host and port of the sample
     * @param rules the rule file
     */
    public static SamplePrometheus start(Path directory, String job, String target, Path rules) throws IOException {
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: ['%s']
                scrape_configs:
                - job_name: '%s'
                  metrics_path: /actuator/prometheus
                  static_configs: [{targets: ['%s']}]
                """.formatted(rules, job, target));
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            SamplePrometheus prometheus = launch(directory, configuration);
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> !prometheus.process.isAlive() || prometheus.isReady());
            } catch (RuntimeException ex) {
                prometheus.close();
                throw ex;
            }
            if (prometheus.process.isAlive()) {
                return prometheus;
            }
            // Somebody else was quicker and has taken its port.
        }
        throw new IOException("Prometheus ends again and again: " + Files.readString(log(directory)));
    }

    private static SamplePrometheus launch(Path directory, Path configuration) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile())
                .start();
        return new SamplePrometheus(process, "http://127.0.0.1:" + port);
    }

    private static Path log(Path directory) {
        return directory.resolve("prometheus.log");
    }

    private boolean isReady() throws IOException, InterruptedException {
        return get("/-/ready").statusCode() == 200;
    }

    /** Its alerts that are pending or firing. */
    public JsonNode alerts() {
        return data("/api/v1/alerts").path("alerts");
    }

    /** How scraping goes: empty, or what is wrong. */
    public String scrapeError() {
        return data("/api/v1/targets")
                .path("activeTargets")
                .path(0)
                .path("lastError")
                .asText();
    }

    private JsonNode data(String path) {
        try {
            return mapper.readTree(get(path).body()).path("data");
        } catch (IOException ex) {
            throw new AssertionError("Prometheus does not answer", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ex) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
