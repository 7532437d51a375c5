package io.llmdatavault.observability.error.translate;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Finds in a stack trace what a client was asked for: the exceptions of cloud clients tell how the service answered, not
 * what it was asked. Where another thread made the call, the trace tells nothing.
 */
final class ClientCall {

    private ClientCall() {}

    /**
     * What the outermost method of a client means; those further in have names of their own.
     * @param prefix how the names of the client's classes start
     * @param meaning what a method's name means, {@code null} when nothing
     */
    static <T> @Nullable T find(Throwable exception, String prefix, Function<String, @Nullable T> meaning) {
        @Nullable T found = findHere(exception, prefix, meaning);
        // Clients that call from a thread of theirs add the caller's trace as a suppressed exception.
        for (Throwable suppressed : exception.getSuppressed()) {
            if (found == null) {
                found = findHere(suppressed, prefix, meaning);
            }
        }
        return found;
    }

    private static <T> @Nullable T findHere(Throwable exception, String prefix, Function<String, @Nullable T> meaning) {
        @Nullable T found = null;
        for (StackTraceElement frame : exception.getStackTrace()) {
            if (frame.getClassName().startsWith(prefix)) {
                @Nullable T here = meaning.apply(frame.getMethodName());
                found = here != null ? here : found;
            }
        }
        return found;
    }
}
