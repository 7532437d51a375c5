package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulConnection;
import io.llmdatavault.observability.resilience.ratelimit.RedisConnector.Link;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/** A client that takes its time: nobody waits for it longer than they said, and what it brings late is of use. */
class RedisOpenerTests {

    private static final Duration SHORT = Duration.ofMillis(20);

    private static final Duration LONG = Duration.ofSeconds(60);

    private final RedisConnector connector = mock();

    private final BlockingQueue<Try> tries = new LinkedBlockingQueue<>();

    private final Deque<Try> unfinished = new ArrayDeque<>();

    private final RedisOpener hasty = new RedisOpener(connector, SHORT);

    @BeforeEach
    void aSlowClient() {
        given(connector.open()).willAnswer(call -> {
            Try own = new Try(Thread.currentThread(), new CompletableFuture<>());
            tries.add(own);
            try {
                return own.link().get();
            } catch (ExecutionException ex) {
                throw ex.getCause();
            }
        });
    }

    @AfterEach
    void close() {
        hasty.close();
        unfinished.addAll(tries);
        unfinished.forEach(one -> one.link().completeExceptionally(new RedisConnectionException("closed")));
    }

    private static StatefulConnection<byte[], byte[]> connection() {
        StatefulConnection<byte[], byte[]> connection = mock();
        given(connection.isOpen()).willReturn(true);
        given(connection.closeAsync()).willReturn(CompletableFuture.completedFuture(null));
        return connection;
    }

    private static Link link(StatefulConnection<byte[], byte[]> connection) {
        return new Link(connection, mock());
    }

    private Try nextTry() throws InterruptedException {
        Try next = tries.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        unfinished.add(next);
        return next;
    }

    private Try aTryInVain() throws InterruptedException {
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(hasty::open);
        return nextTry();
    }

    @Test
    void returnsWhatTheClientBrings() throws Exception {
        Link link = link(connection());
        RedisOpener patient = new RedisOpener(connector, LONG);
        CompletableFuture<Link> opened = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                opened.complete(patient.open());
            } catch (Exception ex) {
                opened.completeExceptionally(ex);
            }
        });
        caller.start();
        nextTry().end(link);
        assertThat(opened.get(60, TimeUnit.SECONDS)).isSameAs(link);
    }

    @Test
    void failsAsTheClientDoes() {
        RedisConnectionException refused = new RedisConnectionException("refused");
        RedisConnector failing = mock();
        given(failing.open()).willThrow(refused);
        RedisOpener patient = new RedisOpener(failing, LONG);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(patient::open)
                .withCause(refused);
    }

    /** As often as it is tried: what a failed try took it gives back. */
    @Test
    void failsWhereTheMachineHasNoThreadLeft() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
        RedisOpener poor = new RedisOpener(connector, LONG, task -> new Thread(task) {
            @Override
            public synchronized void start() {
                throw none;
            }
        });
        for (int count = 0; count < 100; count++) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(poor::open)
                    .withCause(none);
        }
    }

    @Test
    void aTryDoesNotWaitForTheOneBefore() throws Exception {
        Try first = aTryInVain();
        Try second = aTryInVain();
        assertThat(first.thread().isAlive()).isTrue();
        assertThat(second.thread().isAlive()).isTrue();
    }

    @Test
    void whatComesLateIsTakenByTheNext() throws Exception {
        Link link = link(connection());
        aTryInVain().end(link);
        assertThat(hasty.open()).isSameAs(link);
        assertThat(tries).isEmpty();
    }

    @Test
    void whatHasEndedMeanwhileIsNot() throws Exception {
        StatefulConnection<byte[], byte[]> connection = connection();
        aTryInVain().end(link(connection));
        given(connection.isOpen()).willReturn(false);
        aTryInVain();
        verify(connection).closeAsync();
    }

    @Test
    void oneIsKeptOfThoseThatComeLate() throws Exception {
        List<Try> late = List.of(aTryInVain(), aTryInVain());
        StatefulConnection<byte[], byte[]> first = connection();
        late.get(0).end(link(first));
        verify(first, never()).closeAsync();
        Link second = link(connection());
        late.get(1).end(second);
        verify(first).closeAsync();
        assertThat(hasty.open()).isSameAs(second);
    }

    @Test
    void nothingIsKeptWhereThereIsAConnectionOrNoStoreAnyMore() throws Exception {
        List<Try> late = List.of(aTryInVain(), aTryInVain(), aTryInVain());
        StatefulConnection<byte[], byte[]> kept = connection();
        late.get(0).end(link(kept));
        hasty.dismiss();
        verify(kept).closeAsync();
        StatefulConnection<byte[], byte[]> dismissed = connection();
        late.get(1).end(link(dismissed));
        verify(dismissed).closeAsync();
        hasty.close();
        StatefulConnection<byte[], byte[]> closed = connection();
        late.get(2).end(link(closed));
        verify(closed).closeAsync();
    }

    @Test
    void aClientThatNeverComesBackHasABoundedNumberOfThreads() throws Exception {
        for (int call = 0; call < 20; call++) {
            aTryInVain();
        }
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(hasty::open);
        verify(connector, times(20)).open();
        Link link = link(connection());
        unfinished.getFirst().end(link);
        assertThat(hasty.open()).isSameAs(link);
    }

    /** What the client is doing on a thread: a test ends it, well or not. */
    private record Try(Thread thread, CompletableFuture<Link> link) {

        /** Returns when all has been done with it. */
        void end(Link opened) throws InterruptedException {
            link.complete(opened);
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
