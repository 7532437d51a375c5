package io.llmdatavault.observability.alert.promql;

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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;

/** A real Prometheus over samples that {@code promtool} has made a block of. Scrapes nothing. */
final class PrometheusServer implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    private final ObjectMapper mapper = new ObjectMapper();

    private final Process process;

    private final String address;

    private PrometheusServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one.
     * @param directory an empty one
     * @param openMetrics the samples
     */
    static PrometheusServer start(Path directory, Path openMetrics) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        int made = run(log, "promtool", "tsdb", "create-blocks-from", "openmetrics", "" + openMetrics, "" + data)
                .waitFor();
        if (made != 0) {
            throw new IllegalStateException(Files.readString(log));
        }
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), "{}");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = run(
                log,
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port);
        PrometheusServer server = new PrometheusServer(process, "http://127.0.0.1:" + port);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(server::isReady);
        } catch (RuntimeException ex) {
            server.close();
            throw ex;
        }
        return server;
    }

    private static Process run(Path log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private boolean isReady() throws IOException, InterruptedException {
        return get("/-/ready").statusCode() == 200;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The member {@code data} of the answer: the result, and what the server says about its work. */
    JsonNode query(String expression, long timestamp) throws IOException, InterruptedException {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        JsonNode answer = mapper.readTree(get("/api/v1/query?stats=all&time=" + timestamp / 1000.0 + "&query=" + query)
                .body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("data");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ex) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
