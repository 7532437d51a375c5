package io.llmdatavault.observability.health;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Data sources without a pool. */
final class TestDataSources {

    private TestDataSources() {}

    static DataSource answering() {
        return new DriverManagerDataSource("jdbc:h2:mem:health");
    }

    static DataSource failing() {
        return new AbstractDataSource() {

            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLException("password=Planted-4711");
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        };
    }
}
