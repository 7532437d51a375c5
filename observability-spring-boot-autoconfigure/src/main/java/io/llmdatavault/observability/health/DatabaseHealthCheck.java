package io.llmdatavault.observability.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@code database}: asks each data source for a connection and the connection whether it is valid, within the
 * time limit. The figures of the pools are read, not borrowed.
 */
final class DatabaseHealthCheck implements HealthChecks.Shipped {

    static final String NAME = "database";

    private static final List<String> FIGURES = List.of("activeConnections", "idleConnections", "maxConnections");

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce warning = new WarnOnce(logger, "The figures of a connection pool could not be read");

    private final Supplier<Map<String, DataSource>> dataSources;

    private final PoolFigures figures;

    private final int seconds;

    DatabaseHealthCheck(Supplier<Map<String, DataSource>> dataSources, PoolFigures figures, Duration timeout) {
        this.dataSources = dataSources;
        this.figures = figures;
        // Zero would be no limit. A driver counts in whole seconds; the time limit of the check is exact.
        this.seconds = (int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ComponentHealth check() {
        Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
        List<String> failed = new ArrayList<>();
        Throwable cause = null;
        for (Map.Entry<String, DataSource> entry : dataSources.get().entrySet()) {
            Map<String, Object> details = new LinkedHashMap<>();
            Attempt attempt = connect(entry.getValue());
            if (!attempt.valid) {
                failed.add(entry.getKey());
                cause = attempt.failure != null ? attempt.failure : cause;
            }
            details.put("state", (attempt.valid ? HealthState.HEALTHY : HealthState.UNHEALTHY).name());
            details.putAll(figuresOf(entry.getValue()));
            shown.put(entry.getKey(), details);
        }
        return withFigures(judge(shown.size(), failed).causedBy(cause), shown);
    }

    /** A pool that does not tell says nothing about its database. */
    private Map<String, Object> figuresOf(DataSource dataSource) {
        try {
            return figures.of(dataSource);
        } catch (RuntimeException ex) {
            warning.warn(ex);
            return Map.of();
        }
    }

    private static ComponentHealth judge(int count, List<String> failed) {
        if (count == 0) {
            return ComponentHealth.healthy("No data source is in use yet.");
        }
        if (failed.isEmpty()) {
            return ComponentHealth.healthy("The database answers.");
        }
        return ComponentHealth.unhealthy(
                count == 1
                        ? "The database does not answer."
                        : "The database does not answer: " + String.join(", ", failed) + ".");
    }

    private Attempt connect(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return new Attempt(connection.isValid(seconds), null);
        } catch (SQLException | RuntimeException ex) {
            return new Attempt(false, ex);
        }
    }

    /** One data source: its figures. Several: their sums, and each by the name of its bean. */
    private static ComponentHealth withFigures(ComponentHealth health, Map<String, Map<String, Object>> shown) {
        ComponentHealth result = health;
        for (String figure : FIGURES) {
            List<Integer> known = shown.values().stream()
                    .map(details -> details.get(figure))
                    .filter(Integer.class::isInstance)
                    .map(Integer.class::cast)
                    .toList();
            if (!known.isEmpty()) {
                result = result.withMetadata(
                        figure, known.stream().mapToInt(Integer::intValue).sum());
            }
        }
        return shown.size() > 1 ? result.withMetadata("dataSources", Collections.unmodifiableMap(shown)) : result;
    }

    private record Attempt(boolean valid, @Nullable Throwable failure) {}
}
