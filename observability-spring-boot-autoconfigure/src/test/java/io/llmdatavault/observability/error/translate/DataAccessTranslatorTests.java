package io.llmdatavault.observability.error.translate;

import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.OptimisticLockException;

import com.zaxxer.hikari.HikariDataSource;
import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.DefaultTransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class DataAccessTranslatorTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    private final HikariDataSource dataSource = new HikariDataSource();

    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource, true);

    @BeforeEach
    void createTable() {
        dataSource.setJdbcUrl("jdbc:h2:mem:translator;DB_CLOSE_DELAY=-1");
        dataSource.setMaximumPoolSize(1);
        dataSource.setConnectionTimeout(250);
        jdbc.execute("create table if not exists item (id int primary key, name varchar(9) not null)");
        jdbc.execute("merge into item values (1, 'one')");
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void translatesDuplicateKeyOfRealDatabase() {
        DatabaseError error = (DatabaseError) translate(() -> jdbc.update("insert into item values (1, 'secret')"));

        assertThat(error.constraintViolation()).contains("unique");
        assertThat(error.code()).isEqualTo("DATABASE_CONSTRAINT");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void translatesNullOfRealDatabase() {
        DatabaseError error = (DatabaseError) translate(() -> jdbc.update("insert into item values (2, null)"));

        assertThat(error.constraintViolation()).contains("not_null");
    }

    @Test
    void translatesMissingRow() {
        VaultError error = translate(() -> jdbc.queryForObject("select name from item where id = 9", String.class));

        assertThat(error).isInstanceOf(NotFoundError.class);
    }

    @Test
    void translatesExhaustedPoolBelowTransaction() {
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(dataSource);

        VaultError error = translate(() -> {
            try (var taken = dataSource.getConnection()) {
                assertThat(taken.isClosed()).isFalse();
                transactions.getTransaction(new DefaultTransactionDefinition());
            }
        });

        assertThat(error).isInstanceOf(DatabaseError.class);
        assertThat(error.retryable()).isTrue();
    }

    private VaultError translate(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable throwable = catchThrowable(call);
        VaultError error = translators.translate(throwable);
        assertThat(error.getCause()).isSameAs(throwable);
        return error;
    }

    @ParameterizedTest
    @MethodSource
    void optimisticLockIsAConflict(Throwable throwable) {
        VaultError error = translators.translate(throwable);

        assertThat(error).isInstanceOf(ConflictError.class);
        assertThat(error.retryable()).isFalse();
        assertThat(error.getMessage()).doesNotContain("s3cret");
        assertThat(translators.translate(new IllegalStateException(throwable))).isInstanceOf(InternalServerError.class);
    }

    static Stream<Throwable> optimisticLockIsAConflict() {
        return Stream.of(
                new OptimisticLockingFailureException("s3cret"),
                new ObjectOptimisticLockingFailureException("Account", "s3cret"),
                new OptimisticLockException("s3cret"));
    }

    /** As spring-orm's, which is not among our libraries. */
    private static final class ObjectOptimisticLockingFailureException extends OptimisticLockingFailureException {

        private static final long serialVersionUID = 1L;

        ObjectOptimisticLockingFailureException(String type, Object id) {
            super("Object of class [" + type + "] with identifier [" + id + "]: optimistic locking failed");
        }
    }

    @ParameterizedTest
    @MethodSource
    void tellsWhetherAnotherTryMakesSense(Throwable throwable, boolean retryable) {
        VaultError error = translators.translate(throwable);

        assertThat(error).isInstanceOf(DatabaseError.class);
        assertThat(error.retryable()).isEqualTo(retryable);
    }

    static Stream<Arguments> tellsWhetherAnotherTryMakesSense() {
        return Stream.of(
                arguments(new QueryTimeoutException("slow"), true),
                arguments(new CannotAcquireLockException("locked"), true),
                arguments(new PessimisticLockingFailureException("deadlock"), true),
                arguments(new DataAccessResourceFailureException("down"), true),
                arguments(new TransactionTimedOutException("slow"), true),
                arguments(new DataIntegrityViolationException("no"), false),
                arguments(new BadSqlGrammarException("t", "selct", new java.sql.SQLException()), false));
    }
}
