package io.llmdatavault.observability.health;

import java.net.ConnectException;
import java.sql.SQLException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** What is wrong with a database, by the code that the standard has for it: what drivers say is not for details. */
enum DatabaseFault {
    CREDENTIALS("The database refuses the credentials."),
    NOT_THERE("The server has no such database."),
    FULL("The database takes no more connections."),
    STARTING("The database is starting or shutting down."),
    UNREACHABLE("The database cannot be reached."),
    SILENT("The database does not answer.");

    private static final int DEPTH = 20;

    private final String sentence;

    DatabaseFault(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    static DatabaseFault of(Throwable failure) {
        return of(failure, DatabaseFault::fromJdbc);
    }

    /** Pools wrap what the driver says. */
    static DatabaseFault of(Throwable failure, Function<Throwable, DatabaseFault> kind) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < DEPTH; depth++) {
            DatabaseFault fault = current instanceof ConnectException ? UNREACHABLE : kind.apply(current);
            if (fault != SILENT) {
                return fault;
            }
            current = current.getCause();
        }
        return SILENT;
    }

    private static DatabaseFault fromJdbc(Throwable failure) {
        return failure instanceof SQLException ex ? of(ex.getSQLState(), ex.getErrorCode()) : SILENT;
    }

    static DatabaseFault of(@Nullable String state, int code) {
        if (state == null) {
            return SILENT;
        }
        if (state.startsWith("28")) {
            return CREDENTIALS;
        }
        // MySQL and MariaDB: 1049, within a class of many meanings.
        if (state.equals("3D000") || code == 1049) {
            return NOT_THERE;
        }
        // MySQL and MariaDB: 1040, with the state of a refused connection.
        if (state.startsWith("53") || code == 1040) {
            return FULL;
        }
        if (state.startsWith("57P")) {
            return STARTING;
        }
        return state.startsWith("08") ? UNREACHABLE : SILENT;
    }
}
