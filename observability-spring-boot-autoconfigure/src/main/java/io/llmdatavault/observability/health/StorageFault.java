package io.llmdatavault.observability.health;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

import io.llmdatavault.observability.error.ErrorChain;
import org.jspecify.annotations.Nullable;

/** What keeps an object store from being used, each with a sentence of its own: they are mended in different places. */
enum StorageFault {
    NO_CREDENTIALS("There are no credentials for the storage."),
    WRONG_CREDENTIALS("The storage does not accept the credentials."),
    DENIED("The credentials are not allowed to %s."),
    MISSING("The bucket or container does not exist."),
    ELSEWHERE("The bucket is in another region than the client."),
    WRONG_CLOCK("The clock of this machine and that of the storage differ."),
    UNREACHABLE("The storage cannot be reached."),
    INSECURE("No secure connection to the storage can be made."),
    TIMED_OUT("The storage does not answer in time."),
    THROTTLED("The storage asks for fewer calls."),
    BROKEN("The storage answers that it has failed."),
    ALTERED("The storage does not give back what is written."),
    UNKNOWN("The storage cannot be used.");

    private final String sentence;

    StorageFault(String sentence) {
        this.sentence = sentence;
    }

    /** Fewer calls than there are can be served: what is stored is safe, and some of them are answered. */
    ComponentHealth health(Operation tried) {
        String message = sentence.formatted(tried.words);
        return this == THROTTLED ? ComponentHealth.degraded(message) : ComponentHealth.unhealthy(message);
    }

    /** What kept a call from being answered at all; {@code null} when neither it nor a cause of it is known. */
    static @Nullable StorageFault ofNetwork(Throwable failure) {
        return ErrorChain.of(failure)
                .<StorageFault>mapMulti((cause, found) -> {
                    StorageFault fault = ofOne(cause);
                    if (fault != null) {
                        found.accept(fault);
                    }
                })
                .findFirst()
                .orElse(null);
    }

    private static @Nullable StorageFault ofOne(Throwable cause) {
        if (cause instanceof SocketTimeoutException
                || cause instanceof HttpTimeoutException
                || cause instanceof TimeoutException) {
            return TIMED_OUT;
        }
        if (cause instanceof SSLException) {
            return INSECURE;
        }
        return cause instanceof SocketException
                        || cause instanceof UnknownHostException
                        || cause instanceof ClosedChannelException
                        || cause instanceof UnresolvedAddressException
                ? UNREACHABLE
                : null;
    }

    /** What was tried. */
    enum Operation {
        LOOK("look at the bucket or container"),
        WRITE("write to the storage"),
        READ("read from the storage"),
        DELETE("delete from the storage");

        private final String words;

        Operation(String words) {
            this.words = words;
        }
    }
}
