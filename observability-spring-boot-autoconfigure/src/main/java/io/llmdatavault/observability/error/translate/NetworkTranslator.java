package io.llmdatavault.observability.error.translate;

import java.net.BindException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.TimeoutError;
import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/** Translates what {@code java.net} throws, the JDK's HTTP client among it. */
final class NetworkTranslator implements ShippedTranslator {

    @Override
    public VaultError.@Nullable Builder<?> describe(Throwable throwable) {
        if (throwable instanceof SocketTimeoutException || throwable instanceof HttpTimeoutException) {
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

    /** The exceptions of the JDK tell neither what took too long nor how long; zero says so. */
    static TimeoutError.Builder timeout(String message) {
        return TimeoutError.builder("UNKNOWN", Duration.ZERO).message(message);
    }
}
