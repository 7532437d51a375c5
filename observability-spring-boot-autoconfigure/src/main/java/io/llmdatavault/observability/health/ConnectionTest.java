package io.llmdatavault.observability.health;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Asks a connection whether it is valid. Some drivers pass the time limit of the question on to the server only, which does
 * not hear of it when it hangs; the network has its own, for the time of the question.
 */
final class ConnectionTest {

    private ConnectionTest() {}

    static boolean isValid(Connection connection, Duration timeout) throws SQLException {
        Integer before = limitNetwork(connection, timeout);
        try {
            // Zero would be no limit. A driver counts in whole seconds; the time limit of the check is exact.
            boolean valid = connection.isValid((int) Math.max(1, Math.min(timeout.toSeconds(), Integer.MAX_VALUE)));
            if (valid && !connection.getAutoCommit()) {
                // With some drivers the question has begun a transaction.
                connection.rollback();
            }
            return valid;
        } finally {
            if (before != null) {
                restore(connection, before);
            }
        }
    }

    /** What the limit was; {@code null} where the driver has none, or one that is shorter. */
    private static @Nullable Integer limitNetwork(Connection connection, Duration timeout) {
        try {
            int before = connection.getNetworkTimeout();
            int limit = (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE);
            if (before > 0 && before <= limit) {
                return null;
            }
            connection.setNetworkTimeout(Runnable::run, Math.max(1, limit));
            return before;
        } catch (SQLException | RuntimeException | LinkageError ex) {
            // An optional feature, and one that old drivers do not know.
            return null;
        }
    }

    private static void restore(Connection connection, int limit) {
        try {
            connection.setNetworkTimeout(Runnable::run, limit);
        } catch (SQLException | RuntimeException ex) {
            // It has been closed for its silence.
        }
    }
}
