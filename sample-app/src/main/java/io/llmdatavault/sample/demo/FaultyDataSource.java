package io.llmdatavault.sample.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Hands out connections, unless the database is broken or hangs. */
class FaultyDataSource extends DelegatingDataSource {

    private final Fault fault;

    FaultyDataSource(DataSource target, Fault fault) {
        super(target);
        this.fault = fault;
    }

    @Override
    public Connection getConnection() throws SQLException {
        hit();
        return super.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        hit();
        return super.getConnection(username, password);
    }

    private void hit() throws SQLException {
        // SQLSTATE 08001: the server cannot be reached.
        fault.hit(() -> new SQLTransientConnectionException("The demo has cut the connection", "08001"));
    }
}
