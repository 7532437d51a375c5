package io.llmdatavault.observability.health;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Outages through JDBC and HikariCP, which waits for a connection for half a minute as it comes. */
abstract class JdbcOutages extends DatabaseOutages {

    @Override
    ApplicationContextRunner withClient(ApplicationContextRunner runner, int port, String name, String password) {
        return runner.withBean(HikariDataSource.class, () -> {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(database.jdbcUrl(port, name));
            pool.setUsername(TestDatabase.USER);
            pool.setPassword(password);
            pool.setMaximumPoolSize(3);
            // With some drivers a question then begins a transaction.
            pool.setAutoCommit(false);
            return pool;
        });
    }

    @Override
    void afterwards(ConfigurableApplicationContext context) {
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        if (pool.getHikariPoolMXBean() != null) {
            await().atMost(TIMEOUT.plus(GRACE))
                    .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(3);
            assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection())
                    .isZero();
        }
    }
}
