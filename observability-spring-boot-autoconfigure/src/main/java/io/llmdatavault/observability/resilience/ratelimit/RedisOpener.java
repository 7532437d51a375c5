package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.llmdatavault.observability.resilience.ratelimit.RedisConnector.Link;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections within a time limit of our own. The client has its own, which are the application's: ten seconds for
 * an address that swallows what is sent to it, a minute for a server that takes a connection and says nothing. What comes
 * later than ours is what the next try begins with. Thread-safe, for one caller at a time.
 */
final class RedisOpener implements AutoCloseable {

    /** More threads do not wait for a client at the same time. With its usual time-outs there are a dozen at most. */
    private static final int MOST_ON_THE_WAY = 20;

    private final RedisConnector connector;

    private final Duration limit;

    private final ThreadFactory threads;

    private final Semaphore free = new Semaphore(MOST_ON_THE_WAY);

    private @Nullable CompletableFuture<Link> caller;

    private @Nullable Link late;

    private boolean wanted;

    private boolean closed;

    RedisOpener(RedisConnector connector, Duration limit) {
        this(connector, limit, RedisOpener::daemon);
    }

    RedisOpener(RedisConnector connector, Duration limit, ThreadFactory threads) {
        this.connector = connector;
        this.limit = limit;
        this.threads = threads;
    }

    /**
     * Opens a connection, or returns one that came too late for the last caller.
     * @throws ExecutionException when the client could not
     * @throws TimeoutException when there was none in time
     */
    Link open() throws ExecutionException, TimeoutException, InterruptedException {
        Link early = takeLate();
        if (early != null && early.isUp()) {
            return early;
        }
        if (early != null) {
            early.close();
        }
        CompletableFuture<Link> opened = new CompletableFuture<>();
        want(opened);
        try {
            begin(opened);
            return opened.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException ex) {
            want(null);
            // It may have come between the two.
            CompletableFuture<Void> unused = opened.thenAccept(this::keep);
            throw ex;
        }
    }

    /** There is a connection that works: what comes late is closed, until another is asked for. */
    void dismiss() {
        Link unused;
        synchronized (this) {
            wanted = false;
            unused = late;
            late = null;
        }
        if (unused != null) {
            unused.close();
        }
    }

    /** Closes what comes late, from now on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        dismiss();
    }

    /** On a thread of its own: a client that is interrupted forgets its connection, and does not close it. */
    private void begin(CompletableFuture<Link> opened) {
        if (!free.tryAcquire()) {
            return;
        }
        try {
            threads.newThread(() -> {
                        try {
                            handOver(connector.open());
                        } catch (Exception | LinkageError ex) {
                            opened.completeExceptionally(ex);
                        } finally {
                            free.release();
                        }
                    })
                    .start();
        } catch (OutOfMemoryError ex) {
            // The machine has no thread left for now; this try has failed, and another follows.
            free.release();
            opened.completeExceptionally(ex);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "vault-rate-limit-redis-open");
        thread.setDaemon(true);
        return thread;
    }

    private synchronized void want(@Nullable CompletableFuture<Link> opened) {
        caller = opened;
        wanted = true;
    }

    private synchronized @Nullable Link takeLate() {
        Link taken = late;
        late = null;
        return taken;
    }

    /** Who waits now takes it, whichever try it is from. */
    private void handOver(Link link) {
        synchronized (this) {
            if (caller != null && caller.complete(link)) {
                return;
            }
        }
        keep(link);
    }

    private void keep(Link link) {
        Link unused = link;
        synchronized (this) {
            if (wanted && !closed) {
                unused = late;
                late = link;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }
}
