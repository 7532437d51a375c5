package io.llmdatavault.observability.error.translate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.VaultError;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What a real PostgreSQL refuses, through plain JDBC and through Spring's {@link JdbcTemplate}. */
class PostgresTranslationTests {

    private static EmbeddedPostgres postgres;

    private static DataSource dataSource;

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setPort(0).start();
        dataSource = postgres.getPostgresDatabase();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void createTables() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "drop table if exists part, item");
            execute(
                    connection,
                    "create table item (id int primary key, name varchar(9) not null, price int check (price > 0))");
            execute(connection, "create table part (item int not null references item)");
            execute(connection, "insert into item values (1, 'one', 1)");
            execute(connection, "insert into part values (1)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into item values (1, 'Planted', 1)|unique",
                "insert into part values (4711)|foreign_key",
                "delete from item|foreign_key",
                "insert into item values (2, null, 1)|not_null",
                "insert into item values (2, 'Planted', -1)|check"
            })
    void tellsTheSortOfABrokenConstraint(String sql, String constraint) {
        for (DatabaseError error : bothWays(sql)) {
            assertThat(error.constraintViolation()).contains(constraint);
            assertThat(error.code()).isEqualTo("DATABASE_CONSTRAINT");
            assertThat(error.retryable()).isFalse();
            assertThat(error.getMessage()).doesNotContain("Planted").doesNotContain("4711");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set statement_timeout = 20; select pg_sleep(30)|true",
                "select pg_terminate_backend(pg_backend_pid())|true",
                "selct 1|false",
                "select * from missing|false",
                "insert into item values (2, 'longer than nine', 1)|false",
                "select 1 / 0|false"
            })
    void tellsWhetherAnotherTryMakesSense(String sql, boolean retryable) {
        DatabaseError error = (DatabaseError) translate(() -> {
            try (Connection connection = dataSource.getConnection()) {
                execute(connection, sql);
            }
        });

        assertThat(error.retryable()).isEqualTo(retryable);
        assertThat(error.code()).isEqualTo("DATABASE_TRANSACTION");
    }

    @Test
    void lockThatIsNotAvailableIsWorthAnotherTry() throws SQLException {
        try (Connection holder = dataSource.getConnection();
                Connection waiting = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            execute(holder, "update item set price = 2");

            VaultError error =
                    translate(() -> execute(waiting, "set lock_timeout = 20; update item set price = 3 where id = 1"));

            assertThat(error).isInstanceOf(DatabaseError.class);
            assertThat(error.retryable()).isTrue();
        }
    }

    @Test
    void transactionsThatCannotBeSerializedAreWorthAnotherTry() throws SQLException {
        try (Connection first = dataSource.getConnection();
                Connection second = dataSource.getConnection()) {
            first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            first.setAutoCommit(false);
            execute(first, "select * from item");
            execute(second, "update item set price = 2");

            Throwable failure = catchThrowable(() -> execute(first, "update item set price = 3"));

            assertThat(((SQLException) failure).getSQLState()).isEqualTo("40001");
            assertThat(translators.translate(failure).retryable()).isTrue();
            assertThat(translators.translate(spring(first, failure)).retryable())
                    .isTrue();
        }
    }

    /** Spring's own exception for it, made by the translator that its template uses. */
    private static Throwable spring(Connection connection, Throwable failure) {
        DataAccessException exception = new JdbcTemplate(new SingleConnectionDataSource(connection, true))
                .getExceptionTranslator()
                .translate("update", "update item", (SQLException) failure);
        assertThat(exception).isNotNull();
        return exception;
    }

    @Test
    void databaseThatIsNotThereIsWorthAnotherTry() throws Exception {
        EmbeddedPostgres stopped = EmbeddedPostgres.builder().setPort(0).start();
        DataSource gone = stopped.getPostgresDatabase();
        stopped.close();
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(gone);

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                gone::getConnection,
                () -> new JdbcTemplate(gone).execute("select 1"),
                () -> transactions.getTransaction(new DefaultTransactionDefinition()))) {
            VaultError error = translate(call);
            assertThat(error).isInstanceOf(DatabaseError.class);
            assertThat(error.retryable()).isTrue();
        }
    }

    @Test
    void brokenConstraintBelowAnotherFailureIsNotTheCallersFault() {
        Throwable failure =
                catchThrowable(() -> new JdbcTemplate(dataSource).execute("insert into item values (1, 'Planted', 1)"));

        VaultError error = translators.translate(new IllegalStateException("cannot start", failure));

        assertThat(error.code()).isEqualTo("DATABASE_TRANSACTION");
    }

    private List<DatabaseError> bothWays(String sql) {
        VaultError plain = translate(() -> {
            try (Connection connection = dataSource.getConnection()) {
                execute(connection, sql);
            }
        });
        VaultError spring = translate(() -> new JdbcTemplate(dataSource).execute(sql));
        return List.of((DatabaseError) plain, (DatabaseError) spring);
    }

    private VaultError translate(ThrowingCallable call) {
        Throwable failure = catchThrowable(call);
        VaultError error = translators.translate(failure);
        assertThat(error.getCause()).isSameAs(failure);
        return error;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
