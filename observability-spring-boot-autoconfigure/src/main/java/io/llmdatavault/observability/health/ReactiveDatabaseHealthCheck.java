package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * A component {@code database} that speaks R2DBC: has a connection ask its database whether it is valid, within the time
 * limit. The thread of the check waits, none of Reactor's does.
 */
final class ReactiveDatabaseHealthCheck implements HealthChecks.Shipped {

    private static final boolean POOL_IS_PRESENT =
            ClassUtils.isPresent("io.r2dbc.pool.ConnectionPool", ReactiveDatabaseHealthCheck.class.getClassLoader());

    private final String name;

    private final boolean critical;

    private final Supplier<@Nullable ConnectionFactory> source;

    private final Duration timeout;

    private final DatabaseQuestion question;

    ReactiveDatabaseHealthCheck(
            String name, boolean critical, Supplier<@Nullable ConnectionFactory> source, Duration timeout) {
        this.name = name;
        this.critical = critical;
        this.source = source;
        this.timeout = timeout;
        this.question = new DatabaseQuestion(timeout);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return DatabaseHealthCheck.KIND;
    }

    @Override
    public boolean critical() {
        return critical;
    }

    @Override
    public ComponentHealth check() {
        ConnectionFactory factory = source.get();
        if (factory == null) {
            return ComponentHealth.healthy("The connection factory is not in use yet.");
        }
        return question.ask(() -> figures(factory), () -> ask(factory));
    }

    private ComponentHealth ask(ConnectionFactory factory) {
        try {
            Boolean valid = Mono.usingWhen(
                            factory.create(),
                            this::validate,
                            Connection::close,
                            (connection, failure) -> discard(connection),
                            this::discard)
                    .timeout(timeout)
                    .block();
            if (valid == null) {
                return ComponentHealth.unhealthy(DatabaseFault.SILENT.sentence());
            }
            // One that is silent has not answered the question at all.
            return valid
                    ? ComponentHealth.healthy("The database answers.")
                    : ComponentHealth.unhealthy(DatabaseFault.BROKEN_OFF.sentence());
        } catch (RuntimeException ex) {
            Throwable cause = Exceptions.unwrap(ex);
            DatabaseFault fault = cause instanceof TimeoutException
                    ? DatabaseFault.SILENT
                    : DatabaseFault.of(cause, ReactiveDatabaseHealthCheck::fromR2dbc);
            return ComponentHealth.unhealthy(fault.sentence()).causedBy(cause);
        }
    }

    private Mono<Boolean> validate(Connection connection) {
        return Mono.from(connection.validate(ValidationDepth.REMOTE))
                .flatMap(valid ->
                        valid ? Mono.just(true) : closeInnermost(connection).thenReturn(false));
    }

    /** A pool looks at a connection before it lends it again, but not at its database. */
    private Mono<Void> discard(Connection connection) {
        return closeInnermost(connection)
                .then(Mono.defer(() -> Mono.from(connection.close())))
                .onErrorComplete();
    }

    /** Does not wait longer for a database that is silent: a pool counts its connection as lent meanwhile. */
    private Mono<Void> closeInnermost(Connection connection) {
        Object innermost = innermost(connection);
        return innermost != connection && innermost instanceof Connection raw
                ? Mono.from(raw.close()).timeout(timeout).onErrorComplete()
                : Mono.empty();
    }

    /** What a pool and other wrappers are around. */
    static Object innermost(Object wrapper) {
        Object current = wrapper;
        while (current instanceof Wrapped<?> wrapped && wrapped.unwrap() != current) {
            current = wrapped.unwrap();
        }
        return current;
    }

    private static DatabaseFault fromR2dbc(Throwable failure) {
        return failure instanceof R2dbcException ex
                ? DatabaseFault.of(ex.getSqlState(), ex.getErrorCode())
                : DatabaseFault.SILENT;
    }

    private static @Nullable PoolFigures figures(ConnectionFactory factory) {
        return POOL_IS_PRESENT ? Pool.figures(factory) : null;
    }

    /** Loaded only where the pool of R2DBC is. */
    private static final class Pool {

        static @Nullable PoolFigures figures(Object factory) {
            Object current = factory;
            while (!(current instanceof ConnectionPool)
                    && current instanceof Wrapped<?> wrapped
                    && wrapped.unwrap() != current) {
                current = wrapped.unwrap();
            }
            return current instanceof ConnectionPool pool
                    ? pool.getMetrics().map(Pool::figures).orElse(null)
                    : null;
        }

        private static PoolFigures figures(PoolMetrics metrics) {
            return new PoolFigures(
                    metrics.acquiredSize(),
                    metrics.idleSize(),
                    metrics.getMaxAllocatedSize(),
                    metrics.pendingAcquireSize());
        }
    }
}
