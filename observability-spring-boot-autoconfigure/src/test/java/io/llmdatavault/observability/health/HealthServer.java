package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A whole application with a real server, and a client for it. */
record HealthServer(ConfigurableApplicationContext context) implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final ObjectMapper JSON = new ObjectMapper();

    static HealthServer servlet(Class<?> application, String... properties) {
        return start(WebApplicationType.SERVLET, application, properties);
    }

    static HealthServer start(WebApplicationType type, Class<?> application, String... properties) {
        String[] arguments =
                Stream.of(properties).map(property -> "--" + property).toArray(String[]::new);
        return new HealthServer(new SpringApplicationBuilder(application)
                .web(type)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "management.endpoints.web.exposure.include=health,prometheus",
                        "management.endpoint.health.show-details=always")
                .run(arguments));
    }

    HttpResponse<String> get(String path) {
        return get("local.server.port", path);
    }

    HttpResponse<String> getFromManagement(String path) {
        return get("local.management.port", path);
    }

    HttpResponse<String> getAs(String user, String path) {
        String token = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return get("local.server.port", path, "Authorization", "Basic " + token);
    }

    private HttpResponse<String> get(String port, String path, String... headers) {
        String uri = "http://localhost:" + context.getEnvironment().getRequiredProperty(port) + path;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
            return CLIENT.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    /** The endpoint's answer about one component. */
    JsonNode component(String name) {
        return json(get("/actuator/health")).path("components").path(name);
    }

    String status(String path) {
        HttpResponse<String> response = get(path);
        return response.statusCode() + " " + json(response).path("status").asText();
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException ex) {
            throw new UncheckedIOException("Not JSON: " + response.body(), ex);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
