package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.VaultError;

/** Puts a failure into one line: its message, and that of its root where it is another one. */
final class Messages {

    private Messages() {}

    static String of(Throwable failure, VaultError error) {
        String message = of(error);
        Throwable root = root(error == failure || error.getCause() != null ? error : failure);
        return root == error
                ? message
                : message + "; caused by " + root.getClass().getName() + ": " + of(root);
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
