package io.llmdatavault.observability.health;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** A component for each URL in the configuration. */
final class HttpChecks implements CheckSource {

    private final HealthProperties properties;

    HttpChecks(HealthProperties properties) {
        this.properties = properties;
    }

    /**
     * All share a client of their own: the application's may add credentials and further attempts, and count what it sends.
     */
    @Override
    public List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>();
        if (!properties.http().isEmpty()) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            properties
                    .http()
                    .forEach((name, target) -> checks.add(new HttpHealthCheck(
                            name,
                            target,
                            client,
                            properties
                                    .settings(name, HttpHealthCheck.KIND, false)
                                    .timeout())));
        }
        return checks;
    }
}
