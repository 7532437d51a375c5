package io.llmdatavault.observability.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A component {@code database}: asks one data source for a connection and the connection whether it is valid, within the
 * time limit. Of a pool that has no connection left none is asked for.
 */
final class DatabaseHealthCheck implements HealthChecks.Shipped {

    static final String KIND = "database";

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce warning = new WarnOnce(logger, "The figures of a connection pool could not be read");

    private final String name;

    private final boolean critical;

    private final Supplier<@Nullable DataSource> source;

    private final List<ConnectionPools> pools;

    private final Duration timeout;

    private final DatabaseQuestion question;

    /** With a data source that is {@code null} while the application has not made it. */
    DatabaseHealthCheck(
            String name,
            boolean critical,
            Supplier<@Nullable DataSource> source,
            List<ConnectionPools> pools,
            Duration timeout) {
        this.name = name;
        this.critical = critical;
        this.source = source;
        this.pools = pools;
        this.timeout = timeout;
        this.question = new DatabaseQuestion(timeout);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean critical() {
        return critical;
    }

    @Override
    public ComponentHealth check() {
        DataSource dataSource = source.get();
        if (dataSource == null) {
            return ComponentHealth.healthy("The data source is not in use yet.");
        }
        return question.ask(() -> figures(dataSource), () -> ask(dataSource));
    }

    private ComponentHealth ask(DataSource dataSource) {
        DatabaseFault fault = null;
        try (Connection connection = dataSource.getConnection()) {
            long start = System.nanoTime();
            if (ConnectionTest.isValid(connection, timeout)) {
                return ComponentHealth.healthy("The database answers.");
            }
            fault = DatabaseFault.ofInvalid(Duration.ofNanos(System.nanoTime() - start), timeout);
            discard(dataSource, connection);
        } catch (SQLException | RuntimeException ex) {
            // A pool may trip over a connection that it has been told to drop: what was found before is what is wrong.
            if (fault == null) {
                return ComponentHealth.unhealthy(DatabaseFault.of(ex).sentence())
                        .causedBy(ex);
            }
        }
        return ComponentHealth.unhealthy(fault.sentence());
    }

    /** A pool that does not tell says nothing about its database. */
    private @Nullable PoolFigures figures(DataSource dataSource) {
        for (ConnectionPools known : pools) {
            try {
                PoolFigures figures = known.read(dataSource);
                if (figures != null) {
                    return figures;
                }
            } catch (RuntimeException ex) {
                warning.warn(ex);
            }
        }
        return null;
    }

    private void discard(DataSource dataSource, Connection connection) {
        pools.forEach(known -> known.discard(dataSource, connection));
    }
}
