package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ssl.SslBundles;

/** A component for each URL in the configuration. */
final class HttpChecks implements CheckSource, DisposableBean {

    private final HealthProperties properties;

    private final HttpClients clients;

    HttpChecks(HealthProperties properties, @Nullable SslBundles bundles) {
        this.properties = properties;
        this.clients = new HttpClients(bundles);
    }

    @Override
    public List<HealthCheck> checks() {
        List<HealthCheck> checks = new ArrayList<>();
        properties.http().forEach((name, target) -> {
            Duration timeout =
                    properties.settings(name, HttpHealthCheck.KIND, false).timeout();
            checks.add(new HttpHealthCheck(
                    name, target, clients.of(HttpProperties.bundleKey(name), target.sslBundle()), timeout));
        });
        return checks;
    }

    @Override
    public void destroy() {
        clients.close();
    }
}
