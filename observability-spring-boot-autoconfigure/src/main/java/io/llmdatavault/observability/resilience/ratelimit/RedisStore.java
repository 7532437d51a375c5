package io.llmdatavault.observability.resilience.ratelimit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.llmdatavault.observability.resilience.ratelimit.RedisConnector.Link;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs scripts in Redis, each within the time limit. When several in a row fail nobody asks any more, but for one thread
 * that tries until Redis answers again: no caller waits for a Redis that is not there. Thread-safe.
 */
final class RedisStore {

    private static final Logger logger = LoggerFactory.getLogger(RedisStore.class);

    /** How often is tried whether Redis is back. */
    static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    /** The first command of a connection loads classes and the script. */
    private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(1);

    /** Of no limit: their names are not empty. Counts for the shortest of windows. */
    private static final String PROBE_KEY = "vault:rate-limit::probe";

    /** A question is worth asking as long as there is this part of the time limit. */
    private static final int LEAST_PART = 10;

    /** After so many tries in vain a connection is not trusted any more, though it looks open. */
    private static final int TRIES_OF_A_LINK = 3;

    private final RedisConnector connector;

    private final Duration timeout;

    private final Duration openTimeout;

    private final StoreCircuit circuit;

    private volatile @Nullable Prober prober;

    private volatile @Nullable Link link;

    /**
     * Prepares a store that is not asked yet.
     * @param timeout the time limit of callers
     * @param openTimeout how long a try waits for a connection
     */
    RedisStore(RedisConnector connector, Duration timeout, Duration openTimeout, StoreCircuit circuit) {
        this.connector = connector;
        this.timeout = timeout;
        this.openTimeout = openTimeout;
        this.circuit = circuit;
    }

    /**
     * Opens the connection and runs the script once, on a thread of its own that goes on trying.
     * @param wait how long the caller waits for the first try to end, well or not
     */
    void open(Duration wait) {
        Prober opened = new Prober(executor(), new RedisOpener(connector, openTimeout));
        prober = opened;
        Future<?> first = probeLater(opened, Duration.ZERO, null);
        if (first == null) {
            return;
        }
        try {
            first.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException ex) {
            circuit.stillOpen(ex);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Whether Redis is asked at all. */
    boolean isAsked() {
        return link != null && !circuit.isOpen();
    }

    /**
     * Runs a script.
     * @param script what to run
     * @param key its key
     * @param wait how long the call has waited already: the time limit is for all that it asks; {@code null} for one question
     * @param arguments its arguments
     * @return its answer, {@code null} when Redis gave none in time or is not asked
     */
    @Nullable
    List<Long> ask(PermitScript script, String key, @Nullable StoreWait wait, long... arguments) {
        Link current = link;
        if (current == null || circuit.isOpen()) {
            return null;
        }
        long waited = wait == null ? 0 : wait.nanos();
        long left = timeout.toNanos() - waited;
        if (left < timeout.toNanos() / LEAST_PART) {
            // Redis would take the permits, and nobody would wait for its answer.
            return null;
        }
        long start = System.nanoTime();
        try {
            List<Long> answer = run(current, start + left, script, key, arguments);
            circuit.answered();
            return answer;
        } catch (Exception ex) {
            long end = System.nanoTime();
            Prober open = prober;
            // What had little of the time left says nothing of Redis.
            boolean failed = left >= timeout.toNanos() / 2 || !(ex instanceof TimeoutException);
            if (failed && circuit.failed(start, end) && open != null) {
                Future<?> unused = probeLater(open, Duration.ZERO, ex);
            }
            return null;
        } finally {
            if (wait != null) {
                wait.add(System.nanoTime() - start);
            }
        }
    }

    /** Runs a script and does not wait for the answer. Never throws. */
    void tell(PermitScript script, String key, long... arguments) {
        Link current = link;
        if (current == null || circuit.isOpen()) {
            return;
        }
        try {
            RedisFuture<List<Long>> unused = eval(current, script, key, arguments);
        } catch (RuntimeException ex) {
            // A client may fail at once; the next question finds out what is the matter.
            logger.debug("Redis was not told", ex);
        }
    }

    /** It may be opened again. */
    synchronized void close() {
        Prober open = prober;
        prober = null;
        if (open != null) {
            open.executor.shutdownNow();
            open.opener.close();
        }
        Link current = link;
        link = null;
        if (current != null) {
            current.close();
        }
    }

    /**
     * Tries whether Redis answers.
     * @param failure why callers have ceased to ask; {@code null} when they have not begun, or it has been told
     */
    private void probe(Prober own, @Nullable Throwable failure) {
        if (failure != null) {
            circuit.open(failure);
        }
        try {
            Link known = link;
            Link current = upLink(own);
            if (current == known) {
                runProbe(current, timeout);
            } else {
                runProbe(current, FIRST_TIMEOUT);
                rehearse(current);
            }
            own.triesInVain = 0;
            circuit.close();
            own.opener.dismiss();
        } catch (Exception | LinkageError ex) {
            own.triesInVain++;
            if (!own.executor.isShutdown()) {
                circuit.open(ex);
                Future<?> unused = probeLater(own, PROBE_INTERVAL, null);
            }
        }
    }

    /** Waits in vain before any caller does: the first time-out of a process loads classes, when it has no time left. */
    private static void rehearse(Link current) throws ExecutionException {
        try {
            runProbe(current, Duration.ZERO);
        } catch (TimeoutException ex) {
            // As expected; an answer would do no harm.
        }
    }

    private static void runProbe(Link current, Duration limit) throws ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        run(current, deadline, PermitScript.TAKE, PROBE_KEY, 1, Integer.MAX_VALUE, PROBE_INTERVAL.toMillis());
    }

    /** Nothing but {@code null} when the application ends. */
    private @Nullable Future<?> probeLater(Prober own, Duration delay, @Nullable Throwable failure) {
        try {
            return own.executor.schedule(() -> probe(own, failure), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ex) {
            return null;
        }
    }

    /**
     * Does not leave it to Lettuce to connect again: it would wait longer and longer, up to half a minute. And where a
     * server has gone without a word, nobody tells Lettuce for a quarter of an hour that its connection leads nowhere.
     */
    private Link upLink(Prober own) throws ExecutionException, TimeoutException, InterruptedException {
        Link current = link;
        if (current != null && current.isUp() && own.triesInVain < TRIES_OF_A_LINK) {
            return current;
        }
        own.triesInVain = 0;
        Link opened = own.opener.open();
        synchronized (this) {
            if (own.executor.isShutdown()) {
                opened.close();
            } else {
                link = opened;
            }
        }
        if (current != null) {
            current.close();
        }
        return opened;
    }

    /** Its thread ends when there is nothing to try. */
    private static ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vault-rate-limit-redis");
            thread.setDaemon(true);
            return thread;
        });
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static List<Long> run(Link current, long deadline, PermitScript script, String key, long... arguments)
            throws ExecutionException, TimeoutException {
        try {
            return await(evalDigest(current, script, key, arguments), deadline);
        } catch (ExecutionException ex) {
            if (RedisFault.of(ex) instanceof RedisNoScriptException) {
                return await(eval(current, script, key, arguments), deadline);
            }
            throw ex;
        }
    }

    /** The time limit is short, and a caller that is interrupted needs a decision too. */
    private static List<Long> await(RedisFuture<List<Long>> future, long deadline)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException ex) {
                    interrupted = true;
                } catch (TimeoutException ex) {
                    // Not yet sent it is not sent any more.
                    future.cancel(true);
                    throw ex;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RedisFuture<List<Long>> evalDigest(
            Link current, PermitScript script, String key, long... arguments) {
        return current.commands().evalsha(script.digest(), ScriptOutputType.MULTI, keys(key), values(arguments));
    }

    private static RedisFuture<List<Long>> eval(Link current, PermitScript script, String key, long... arguments) {
        return current.commands().eval(script.text(), ScriptOutputType.MULTI, keys(key), values(arguments));
    }

    private static byte[][] keys(String key) {
        return new byte[][] {key.getBytes(StandardCharsets.UTF_8)};
    }

    private static byte[][] values(long... arguments) {
        byte[][] values = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++) {
            values[i] = Long.toString(arguments[i]).getBytes(StandardCharsets.US_ASCII);
        }
        return values;
    }

    /** The thread that tries, from one opening of the store until it is closed. */
    private static final class Prober {

        private final ScheduledThreadPoolExecutor executor;

        private final RedisOpener opener;

        /** One after the other. Of this thread alone. */
        private int triesInVain;

        Prober(ScheduledThreadPoolExecutor executor, RedisOpener opener) {
            this.executor = executor;
            this.opener = opener;
        }
    }
}
