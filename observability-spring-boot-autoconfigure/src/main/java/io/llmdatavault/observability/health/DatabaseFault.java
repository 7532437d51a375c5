package io.llmdatavault.observability.health;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;

/** What is wrong with a database, by the code that the standard has for it: what drivers say is not for details. */
enum DatabaseFault {
    CREDENTIALS("The database refuses the credentials."),
    NOT_THERE("The server has no such database."),
    FULL("The database takes no more connections."),
    STARTING("The database is starting or shutting down."),
    UNREACHABLE("The database cannot be reached."),
    BROKEN_OFF("The database breaks the connection off."),
    SILENT("The database does not answer.");

    private static final int DEPTH = 20;

    /** Drivers wait for whole seconds. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

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

    /** A driver says no more than that a connection is not valid: silence takes as long as it waits, a break does not. */
    static DatabaseFault ofInvalid(Duration elapsed, Duration timeout) {
        Duration patience = timeout.compareTo(SHORTEST) < 0 ? timeout : SHORTEST;
        return elapsed.compareTo(patience.dividedBy(2)) < 0 ? BROKEN_OFF : SILENT;
    }

    /** Pools wrap what the driver says. */
    static DatabaseFault of(Throwable failure, Function<Throwable, DatabaseFault> kind) {
        DatabaseFault fault = ErrorChain.of(failure)
                .limit(DEPTH)
                .map(cause -> cause instanceof ConnectException ? UNREACHABLE : kind.apply(cause))
                .filter(known -> known != SILENT)
                .findFirst()
                .orElse(SILENT);
        return (fault == UNREACHABLE || fault == SILENT) && isBrokenOff(failure) ? BROKEN_OFF : fault;
    }

    /** Drivers have one code for a connection that cannot be made and for one that ends: their causes tell which. */
    private static boolean isBrokenOff(Throwable failure) {
        return ErrorChain.of(failure).limit(DEPTH).anyMatch(IOException.class::isInstance)
                && ErrorChain.of(failure).limit(DEPTH).noneMatch(DatabaseFault::isOfAnotherKind);
    }

    private static boolean isOfAnotherKind(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof SSLException
                // Of a database within the application.
                || cause instanceof FileSystemException
                || (cause instanceof SocketException socket && isOfConnecting(socket));
    }

    /**
     * No network, no address and the like have no type of their own. A reset is not among them: somebody has taken the
     * connection before, even where the client hears of both at once.
     */
    private static boolean isOfConnecting(SocketException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof BindException
                || failure instanceof PortUnreachableException
                || message.contains("unreachable")
                || (!message.startsWith("Connection reset")
                        && Stream.of(failure.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("connect")
                                        && frame.getClassName().equals("java.net.Socket")));
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
