package io.llmdatavault.observability.health;

import java.sql.SQLException;

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

    /** Pools wrap what the driver says. */
    static DatabaseFault of(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < DEPTH; depth++) {
            if (current instanceof SQLException ex && ex.getSQLState() != null) {
                DatabaseFault fault = of(ex.getSQLState(), ex.getErrorCode());
                if (fault != SILENT) {
                    return fault;
                }
            }
            current = current.getCause();
        }
        return SILENT;
    }

    private static DatabaseFault of(String state, int code) {
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
