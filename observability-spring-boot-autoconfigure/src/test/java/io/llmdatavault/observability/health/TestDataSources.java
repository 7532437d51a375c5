package io.llmdatavault.observability.health;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** Data sources without a pool. */
final class TestDataSources {

    private TestDataSources() {}

    static DataSource answering() {
        return new DriverManagerDataSource("jdbc:h2:mem:health");
    }

    /** Notes with what limit its connections are asked whether they are valid. */
    static DataSource recording(List<Integer> limits) {
        return new DelegatingDataSource(answering()) {

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("isValid")) {
                                limits.add((Integer) arguments[0]);
                            }
                            return method.invoke(connection, arguments);
                        });
            }
        };
    }

    static DataSource routing(Map<Object, Object> targets, DataSource byDefault) {
        AbstractRoutingDataSource dataSource = new AbstractRoutingDataSource() {

            @Override
            protected Object determineCurrentLookupKey() {
                throw new IllegalStateException("There is no caller");
            }
        };
        dataSource.setTargetDataSources(targets);
        if (byDefault != null) {
            dataSource.setDefaultTargetDataSource(byDefault);
        }
        dataSource.afterPropertiesSet();
        return dataSource;
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
