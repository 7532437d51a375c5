package io.llmdatavault.observability.resilience.ratelimit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;

/** Says in our words why Redis gave no answer: messages of exceptions name hosts and users. */
final class RedisFault {

    private RedisFault() {}

    static String sentence(Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException) {
                return "it does not answer in time";
            }
            if (cause instanceof RedisCommandExecutionException) {
                return refused(String.valueOf(cause.getMessage()));
            }
            cause = cause.getCause();
        }
        return "it cannot be reached";
    }

    /** The first word of an error is a code of Redis. */
    private static String refused(String message) {
        return switch (message.split(" ", 2)[0]) {
            case "WRONGPASS", "NOAUTH" -> "it does not accept the credentials";
            case "NOPERM" -> "it does not permit the user to run the script or to use the keys vault:rate-limit:*";
            case "READONLY" -> "it is a replica and cannot be written";
            case "OOM" -> "its memory is full";
            case "LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN" -> "it is not ready";
            default -> "it refuses the command";
        };
    }

    /** What a future failed with. */
    static Throwable of(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
