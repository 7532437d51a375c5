package io.llmdatavault.observability.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that runs, whatever it is, and a client for it. */
public record SuiteServer(int port, ApplicationContext context) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length > 0 ? request.headers(headers) : request);
    }

    public HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    public static boolean isProblem(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .filter("application/problem+json"::equals)
                .isPresent();
    }

    /** The body of a problem whose shape is what every problem's is. */
    public static JsonNode problem(HttpResponse<String> response) {
        assertThat(isProblem(response))
                .as("%s %s %s", response.statusCode(), response.headers().map(), response.body())
                .isTrue();
        JsonNode body = json(response.body());
        assertThat(body.get("status").asInt()).isEqualTo(response.statusCode());
        assertThat(body.get("type").asText()).startsWith("urn:vault:problem:");
        assertThat(body.get("title").asText()).isNotBlank();
        assertThat(body.get("detail").asText()).isNotBlank();
        assertThat(body.get("code").asText()).isNotBlank();
        assertThat(body.get("instance").asText()).isEqualTo(response.uri().getRawPath());
        assertThat(body.get("requestId").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        return body;
    }

    public static JsonNode json(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException ex) {
            throw new UncheckedIOException("Not JSON: " + json, ex);
        }
    }
}
