package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.logging.PlainText;

/**
 * Puts a failure into one line: its message, and that of its root where it is another one. The root of wrong input is only
 * named: its message repeats what the caller sent.
 */
final class Messages {

    private Messages() {}

    static String of(Throwable failure, VaultError error) {
        String message = of(error);
        Throwable root = root(error == failure || error.getCause() != null ? error : failure);
        if (root == error) {
            return PlainText.of(message);
        }
        String cause = message + "; caused by " + root.getClass().getName();
        return PlainText.of(error.kind() == ErrorKind.VALIDATION ? cause : cause + ": " + of(root));
    }

    private static Throwable root(Throwable throwable) {
        try {
            return ErrorChain.of(throwable).limit(64).reduce(throwable, (first, second) -> second);
        } catch (RuntimeException ex) {
            return throwable;
        }
    }

    /** An application's exception may make up its message, and fail at it. */
    private static String of(Throwable throwable) {
        try {
            String message = throwable.getMessage();
            return message != null ? message : "no message";
        } catch (RuntimeException ex) {
            return "unreadable message";
        }
    }
}
