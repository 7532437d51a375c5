package io.llmdatavault.observability.error.translate;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import org.jspecify.annotations.Nullable;

/**
 * Translates JDBC exceptions by their SQLState (ISO/IEC 9075-2 and the vendors' additions to it), and by their type
 * where drivers leave the state out. The statement is not known here, so the operation is the transaction it ran in.
 */
final class SqlTranslator implements ShippedTranslator {

    /** The name of a violated constraint cannot be had without the driver: its sort is what all of them tell. */
    static final String ANY_CONSTRAINT = "integrity";

    /** Query cancelled, lock not available, ODBC time-outs. */
    private static final Set<String> RETRYABLE_STATES = Set.of("57014", "55P03", "HYT00", "HYT01");

    /** Whether the statement took effect is unknown, so trying again is not safe; a full disk stays full. */
    private static final Set<String> NEVER_RETRYABLE_STATES = Set.of("08007", "40003", "53100");

    /** Connection failed, transaction rolled back, out of resources, server stopping or starting. */
    private static final Set<String> RETRYABLE_CLASSES = Set.of("08", "40", "53");

    private static final int MAX_LINKED = 32;

    @Override
    public DatabaseError.@Nullable Builder describe(Throwable throwable) {
        return throwable instanceof SQLException exception ? describe(exception) : null;
    }

    private static DatabaseError.Builder describe(SQLException exception) {
        DatabaseError.Builder builder =
                DatabaseError.builder(DbOperation.TRANSACTION).message("Database refused a statement");
        // A failed batch links what really happened as the next exception.
        SQLException current = exception;
        for (int i = 0; current != null && i < MAX_LINKED; i++) {
            String constraint = constraint(current);
            if (constraint != null) {
                return builder.constraintViolation(constraint);
            }
            if (isRetryable(current)) {
                return builder.retryable(true);
            }
            current = current.getNextException();
        }
        return builder;
    }

    static @Nullable String constraint(SQLException exception) {
        String state = state(exception);
        if (state.startsWith("23") || "40002".equals(state)) {
            return switch (state) {
                case "23505" -> "unique";
                case "23503", "23506" -> "foreign_key";
                case "23502" -> "not_null";
                case "23514", "23513" -> "check";
                case "23P01" -> "exclusion";
                default -> ANY_CONSTRAINT;
            };
        }
        return exception instanceof SQLIntegrityConstraintViolationException ? ANY_CONSTRAINT : null;
    }

    private static boolean isRetryable(SQLException exception) {
        String state = state(exception);
        if (NEVER_RETRYABLE_STATES.contains(state)) {
            return false;
        }
        return RETRYABLE_STATES.contains(state)
                || state.startsWith("57P0")
                || (state.length() == 5 && RETRYABLE_CLASSES.contains(state.substring(0, 2)))
                || exception instanceof SQLTransientException
                || exception instanceof SQLRecoverableException;
    }

    private static String state(SQLException exception) {
        String state = exception.getSQLState();
        return state != null ? state : "";
    }
}
