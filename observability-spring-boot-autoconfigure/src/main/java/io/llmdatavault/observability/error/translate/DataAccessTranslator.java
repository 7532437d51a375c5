package io.llmdatavault.observability.error.translate;

import java.sql.SQLException;

import io.llmdatavault.observability.error.ConflictError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionTimedOutException;

/** Translates Spring's data access exceptions. Loaded only with spring-tx. */
final class DataAccessTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof DataAccessException exception) {
            return describe(exception);
        }
        return throwable instanceof TransactionTimedOutException
                ? database("Transaction took too long").retryable(true)
                : null;
    }

    private static VaultError.Builder<?> describe(DataAccessException exception) {
        if (exception instanceof EmptyResultDataAccessException) {
            // The one row that was asked for is not there. Of what type it is, only the application knows: what is
            // empty is not shown.
            return NotFoundError.builder("", "").message("Query found no row where it needs one");
        }
        if (exception instanceof DataIntegrityViolationException) {
            return database("Database refused a change").constraintViolation(constraint(exception));
        }
        if (exception instanceof OptimisticLockingFailureException) {
            return changedMeanwhile();
        }
        boolean retryable = exception instanceof TransientDataAccessException
                || exception instanceof RecoverableDataAccessException
                || exception instanceof DataAccessResourceFailureException;
        return retryable
                ? database("Database cannot be used now").retryable(true)
                : database("Database access failed").retryable(false);
    }

    /**
     * To Spring that is transient, but the same change again would undo somebody else's: the state is to be read anew. Of
     * what type the thing is, only the application knows.
     */
    private static VaultError.Builder<?> changedMeanwhile() {
        return ConflictError.builder("", "").message("Somebody else changed it meanwhile");
    }

    private static DatabaseError.Builder database(String message) {
        return DatabaseError.builder(DbOperation.TRANSACTION).message(message);
    }

    private static String constraint(DataAccessException exception) {
        if (exception instanceof DuplicateKeyException) {
            return "unique";
        }
        SQLException source = ErrorChain.find(exception, SQLException.class);
        String constraint = source != null ? SqlTranslator.constraint(source) : null;
        return constraint != null ? constraint : SqlTranslator.ANY_CONSTRAINT;
    }
}
