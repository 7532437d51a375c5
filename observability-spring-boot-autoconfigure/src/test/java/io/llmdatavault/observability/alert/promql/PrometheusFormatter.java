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
import org.jspecify.annotations.Nullable;

/** A real Prometheus server, asked what the canonical text of an expression is. */
final class PrometheusFormatter {

    static final Path SERVER = Path.of("/usr/bin/prometheus");

    private final HttpClient client = HttpClient.newHttpClient();

    private final ObjectMapper mapper = new ObjectMapper();

    private final Process process;

    private final String address;

    private PrometheusFormatter(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    static PrometheusFormatter start(Path directory) throws IOException {
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), "{}");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        SERVER.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        PrometheusFormatter formatter = new PrometheusFormatter(process, "http://127.0.0.1:" + port);
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(formatter::isReady);
        return formatter;
    }

    private boolean isReady() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/-/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    /** The canonical text, or {@code null} if the server refuses the expression. */
    @Nullable
    String format(String expression) throws IOException, InterruptedException {
        String body = "query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/v1/format_query"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        JsonNode answer = mapper.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        boolean success = answer.path("status").asText().equals("success");
        if (!success && !answer.path("errorType").asText().equals("bad_data")) {
            throw new IllegalStateException(answer.toString());
        }
        return success ? answer.path("data").asText() : null;
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
