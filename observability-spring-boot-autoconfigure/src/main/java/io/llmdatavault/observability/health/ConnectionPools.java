package io.llmdatavault.observability.health;

import java.sql.Connection;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/** Pools of one kind: what they say of themselves without lending a connection. */
interface ConnectionPools {

    /** {@code null} for a data source that is no such pool, or a pool that has not been used yet. */
    @Nullable
    PoolFigures read(DataSource dataSource);

    /** Keeps the pool from lending a connection again that is not valid any more. */
    default void discard(DataSource dataSource, Connection connection) {}
}
