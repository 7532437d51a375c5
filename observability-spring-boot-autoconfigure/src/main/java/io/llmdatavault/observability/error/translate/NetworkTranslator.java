package io.llmdatavault.observability.error.translate;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what {@code java.net} throws, the JDK's HTTP client among it, and the time-outs of Netty. */
final class NetworkTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        return ofNetwork(throwable);
    }

    private static VaultError.@Nullable Builder<?> ofNetwork(Throwable throwable) {
        if (isTimeout(throwable)) {
            return timeout("Peer did not answer in time");
        }
        if (throwable instanceof UnknownHostException || throwable instanceof UnresolvedAddressException) {
            // Far more often a wrong name than a name server that is down.
            return NetworkError.builder("Name of the peer cannot be resolved").retryable(false);
        }
        if (throwable instanceof SSLException) {
            return NetworkError.builder("Secure connection failed").retryable(false);
        }
        if (throwable instanceof SocketException) {
            // An address of this machine that cannot be bound is in use or not its own: later as now.
            return NetworkError.builder("Connection failed").retryable(!(throwable instanceof BindException));
        }
        return null;
    }

    /** Clients make subclasses of both I/O exceptions. That of Netty is looked up by name: it has no type in the JDK. */
    private static boolean isTimeout(Throwable throwable) {
        if (throwable instanceof HttpTimeoutException) {
            return true;
        }
        if (throwable instanceof InterruptedIOException) {
            // The type itself also tells that a thread was interrupted.
            return throwable.getClass() != InterruptedIOException.class || "timeout".equals(throwable.getMessage());
        }
        for (Class<?> type = throwable.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("io.netty.handler.timeout.TimeoutException")) {
                return true;
            }
        }
        return false;
    }

    /**
     * What kept a client's call from being answered.
     * @param exception the client's
     * @return {@code null} when neither it nor a cause of it is a failure of the network or a time-out
     */
    static VaultError.@Nullable Builder<?> notReached(Throwable exception) {
        VaultError.Builder<?> known = ErrorChain.of(exception)
                .<VaultError.Builder<?>>mapMulti((cause, found) -> {
                    VaultError.Builder<?> description = cause instanceof TimeoutException
                            ? timeout("Result did not arrive in time")
                            : ofNetwork(cause);
                    if (description != null) {
                        found.accept(description);
                    }
                })
                .findFirst()
                .orElse(null);
        if (known != null) {
            return known;
        }
        return ErrorChain.of(exception).anyMatch(NetworkTranslator::isOfConnection)
                ? NetworkError.builder("Peer cannot be reached")
                : null;
    }

    /** A connection that ends too early has no type of its own; those of files and of broken JSON mean something else. */
    private static boolean isOfConnection(Throwable throwable) {
        return throwable.getClass() == IOException.class
                || throwable instanceof EOFException
                || throwable instanceof ClosedChannelException
                || (throwable instanceof IOException
                        && throwable.getClass().getName().matches("(org\\.apache\\.h|reactor\\.netty\\.).*"));
    }

    /** The exceptions of the JDK tell neither what took too long nor how long; zero says so. */
    static TimeoutError.Builder timeout(String message) {
        return TimeoutError.builder("UNKNOWN", Duration.ZERO).message(message);
    }
}
