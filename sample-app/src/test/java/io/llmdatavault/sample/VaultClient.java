package io.llmdatavault.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Talks to a running vault as any client does: over HTTP. */
final class VaultClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final int port;

    private final String[] headers;

    VaultClient(int port, String... headers) {
        this.port = port;
        this.headers = headers;
    }

    int port() {
        return port;
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    Answer put(String path, byte[] content) {
        return send("PUT", path, BodyPublishers.ofByteArray(content));
    }

    Answer put(String path, byte[] content, String contentType) {
        return send("PUT", path, BodyPublishers.ofByteArray(content), "Content-Type", contentType);
    }

    Answer putChunked(String path, byte[] content) {
        return send("PUT", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)));
    }

    private Answer send(String method, String path, BodyPublisher body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body);
        for (String[] pairs : new String[][] {headers, more}) {
            if (pairs.length > 0) {
                request.headers(pairs);
            }
        }
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException ex) {
            throw new AssertionError(method + " " + path + " was not answered", ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new AssertionError(ex);
        }
    }

    /** An answer, with what the tests ask it for. */
    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] body() {
            return response.body();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException ex) {
                throw new AssertionError("Not JSON: " + text(), ex);
            }
        }

        /** Everything a caller gets to see. */
        String everything() {
            return response.statusCode() + " " + response.headers().map() + " " + text();
        }
    }
}
