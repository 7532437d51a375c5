package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Another service: sends it a request and looks at the status only. What it answers is read to a small bound, and dropped. */
final class HttpHealthCheck implements HealthChecks.Shipped {

    static final String KIND = "http";

    /** Most answers end before: then the connection can be used again. */
    private static final int MOST_BYTES = 16 * 1024;

    private final String name;

    private final HttpRequest request;

    private final List<Integer> expected;

    private final Supplier<HttpClient> client;

    HttpHealthCheck(String name, HttpProperties target, Supplier<HttpClient> client, Duration timeout) {
        this.name = name;
        this.request = HttpRequest.newBuilder(URI.create(Objects.requireNonNull(target.url())))
                .method(target.method().name(), BodyPublishers.noBody())
                .timeout(timeout)
                .build();
        this.expected = target.expectedStatus();
        this.client = client;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** What another service suffers from must not take this one out of service, too. */
    @Override
    public boolean critical() {
        return false;
    }

    @Override
    public ComponentHealth check() throws InterruptedException {
        try {
            return ask();
        } catch (HttpTimeoutException ex) {
            return ComponentHealth.unhealthy("The service does not answer.").causedBy(ex);
        } catch (ConnectException ex) {
            return ComponentHealth.unhealthy("The service cannot be reached.").causedBy(ex);
        } catch (SSLException ex) {
            return ComponentHealth.unhealthy("The service is not trusted, or does not speak TLS.")
                    .causedBy(ex);
        } catch (IOException ex) {
            return ComponentHealth.unhealthy("The service breaks the connection off.")
                    .causedBy(ex);
        }
    }

    private ComponentHealth ask() throws IOException, InterruptedException {
        HttpClient asked = client.get();
        try {
            return ask(asked);
        } catch (HttpTimeoutException ex) {
            throw ex;
        } catch (IOException ex) {
            HttpClient now = client.get();
            if (now == asked) {
                throw ex;
            }
            // The bundle has been made anew meanwhile: it was the end of our client, or its certificates are the old
            // ones.
            return ask(now);
        }
    }

    private ComponentHealth ask(HttpClient asked) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = asked.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            body.readNBytes(MOST_BYTES);
        }
        return judge(response.statusCode());
    }

    private ComponentHealth judge(int status) {
        boolean healthy = expected.isEmpty() ? status / 100 == 2 : expected.contains(status);
        ComponentHealth health = healthy
                ? ComponentHealth.healthy("The service answers.")
                : ComponentHealth.unhealthy("The service answers with a status that is not expected.");
        return health.withMetadata("statusClass", status / 100 + "xx");
    }
}
