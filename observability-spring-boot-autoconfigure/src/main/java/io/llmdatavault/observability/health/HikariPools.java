package io.llmdatavault.observability.health;

import java.sql.Connection;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;

/** HikariCP: it alone also tells how many threads wait. */
final class HikariPools implements ConnectionPools {

    @Override
    public @Nullable PoolFigures read(DataSource dataSource) {
        HikariDataSource hikari = unwrap(dataSource);
        if (hikari == null) {
            return null;
        }
        HikariPoolMXBean pool = hikari.getHikariPoolMXBean();
        return pool == null
                ? null
                : new PoolFigures(
                        pool.getActiveConnections(),
                        pool.getIdleConnections(),
                        hikari.getMaximumPoolSize(),
                        pool.getThreadsAwaitingConnection());
    }

    /** HikariCP does not look again at a connection that has been used within the last half second. */
    @Override
    public void discard(DataSource dataSource, Connection connection) {
        HikariDataSource hikari = unwrap(dataSource);
        if (hikari != null) {
            hikari.evictConnection(connection);
        }
    }

    private static @Nullable HikariDataSource unwrap(DataSource dataSource) {
        return DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class);
    }
}
