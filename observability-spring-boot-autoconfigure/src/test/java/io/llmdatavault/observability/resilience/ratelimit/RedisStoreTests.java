package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/** How long a caller waits, by what it waits for: on a busy machine a clock says nothing. */
class RedisStoreTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final List<Long> TAKEN = List.of(1L, 1L, 1000L);

    private final RedisClusterAsyncCommands<byte[], byte[]> commands = mock();

    private final RedisFuture<Object> answer = mock();

    private final RedisFuture<Object> late = mock();

    private RedisStore store;

    @BeforeEach
    void open() throws Exception {
        given(answer.get(anyLong(), any())).willReturn(TAKEN);
        // Asked for no time at all, before anybody asks for some.
        given(answer.get(eq(0L), any())).willThrow(new TimeoutException());
        StatefulConnection<byte[], byte[]> connection = mock();
        given(connection.closeAsync()).willReturn(CompletableFuture.completedFuture(null));
        RedisConnector connector = mock();
        givenDigest(answer);
        RedisConnector.Link link = new RedisConnector.Link(connection, commands);
        given(connector.open()).willReturn(link);
        store = new RedisStore(connector, TIMEOUT, TIMEOUT, new StoreCircuit("local", System::nanoTime));
        store.open(TIMEOUT);
        assertThat(store.isAsked()).isTrue();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void givenDigest(RedisFuture<Object> future) {
        given(commands.evalsha(
                        any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class)))
                .willReturn(future);
    }

    private void givenText(RedisFuture<Object> future) {
        given(commands.eval(any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class)))
                .willReturn(future);
    }

    private List<Long> take(StoreWait wait) {
        return store.ask(PermitScript.TAKE, "some", wait, 1, 1, 1000);
    }

    @Test
    void aClientThatFailsAtOnceIsNobodysFailure() {
        given(commands.eval(any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class)))
                .willThrow(new RedisException("closed"));
        store.tell(PermitScript.GIVE_BACK, "some", 1, 1);
        verify(commands).eval(any(String.class), any(ScriptOutputType.class), any(byte[][].class), any(byte[][].class));
    }

    /** What happens at a time-out has happened once before the first caller has one. */
    @Test
    void waitsInVainBeforeAnybodyElseDoes() throws Exception {
        verify(answer).get(eq(0L), any());
        verify(answer).cancel(true);
    }

    /** The second round trip of a decision has what the first has left of the time. */
    @Test
    void aDecisionHasOneDeadline() throws Exception {
        long[] waited = new long[1];
        RedisFuture<Object> unknown = mock();
        given(unknown.get(anyLong(), any())).willAnswer(call -> {
            waited[0] = spendTime();
            throw new ExecutionException(new RedisNoScriptException("NOSCRIPT"));
        });
        given(late.get(anyLong(), any())).willThrow(new TimeoutException());
        givenDigest(unknown);
        givenText(late);
        assertThat(take(null)).isNull();
        assertThat(nanosWaited(late)).isLessThanOrEqualTo(TIMEOUT.toNanos() - waited[0]);
        verify(late).cancel(true);
    }

    /** So have the other limits of a call; those for which nothing is left do not ask. */
    @Test
    void allLimitsOfACallHaveOneDeadline() throws Exception {
        long[] waited = new long[1];
        RedisFuture<Object> slow = mock();
        given(slow.get(anyLong(), any())).willAnswer(call -> {
            waited[0] = spendTime();
            return TAKEN;
        });
        givenDigest(slow);
        StoreWait wait = new StoreWait();
        assertThat(take(wait)).isEqualTo(TAKEN);
        given(late.get(anyLong(), any())).willThrow(new TimeoutException());
        givenDigest(late);
        assertThat(take(wait)).isNull();
        assertThat(nanosWaited(late)).isLessThanOrEqualTo(TIMEOUT.toNanos() - waited[0]);

        wait.add(TIMEOUT.toNanos());
        RedisFuture<Object> third = mock();
        givenDigest(third);
        assertThat(take(wait)).isNull();
        verify(third, never()).get(anyLong(), any());
    }

    /** This process may have stood still: one pause is one failure, however many waited. */
    @Test
    void thoseWhoWaitTogetherFailOnce() throws Exception {
        CyclicBarrier allWait = new CyclicBarrier(5);
        given(late.get(anyLong(), any())).willAnswer(call -> {
            allWait.await(60, TimeUnit.SECONDS);
            throw new TimeoutException();
        });
        givenDigest(late);
        ExecutorService threads = Executors.newFixedThreadPool(allWait.getParties());
        try {
            for (int pause = 1; pause <= 3; pause++) {
                assertThat(store.isAsked()).isTrue();
                List<Future<List<Long>>> callers = new ArrayList<>();
                for (int caller = 0; caller < allWait.getParties(); caller++) {
                    callers.add(threads.submit(() -> take(null)));
                }
                for (Future<List<Long>> caller : callers) {
                    assertThat(caller.get()).isNull();
                }
            }
            assertThat(store.isAsked()).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    /** It may have had too little time because this process stood still. */
    @Test
    void aQuestionThatHadLittleOfTheTimeSaysNothingOfRedis() throws Exception {
        given(late.get(anyLong(), any())).willThrow(new TimeoutException());
        givenDigest(late);
        for (int i = 0; i < 5; i++) {
            StoreWait wait = new StoreWait();
            wait.add(TIMEOUT.toNanos() / 2 + 1);
            assertThat(take(wait)).isNull();
        }
        assertThat(store.isAsked()).isTrue();
        for (int i = 0; i < 3; i++) {
            StoreWait wait = new StoreWait();
            wait.add(TIMEOUT.toNanos() / 2);
            assertThat(take(wait)).isNull();
        }
        assertThat(store.isAsked()).isFalse();
    }

    /** Redis would take the permits, and nobody would hear of it. */
    @Test
    void aQuestionWithNextToNoTimeIsNotAsked() throws Exception {
        RedisFuture<Object> never = mock();
        givenDigest(never);
        StoreWait wait = new StoreWait();
        wait.add(TIMEOUT.toNanos() * 95 / 100);
        assertThat(take(wait)).isNull();
        verify(never, never()).get(anyLong(), any());
    }

    /** An appender may be slow. */
    @Test
    void nobodyWaitsForTheLog() throws Exception {
        given(late.get(anyLong(), any())).willThrow(new TimeoutException());
        givenDigest(late);
        SlowAppender appender = new SlowAppender();
        Logger logger = (Logger) LoggerFactory.getLogger(StoreCircuit.class);
        appender.start();
        logger.addAppender(appender);
        try {
            for (int call = 0; call < 10; call++) {
                assertThat(take(null)).isNull();
            }
            appender.callersAreDone.countDown();
            assertThat(appender.written.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(appender.thread).isEqualTo("vault-rate-limit-redis");
        } finally {
            logger.detachAppender(appender);
        }
    }

    private static long nanosWaited(RedisFuture<Object> future) throws Exception {
        ArgumentCaptor<Long> nanos = ArgumentCaptor.captor();
        verify(future).get(nanos.capture(), eq(TimeUnit.NANOSECONDS));
        return nanos.getValue();
    }

    /** A few milliseconds of waiting, or as many as the machine makes of them. */
    private static long spendTime() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)).isFalse();
        return System.nanoTime() - start;
    }

    /** Writes when callers need not wait any more, or after a while. */
    private static final class SlowAppender extends AppenderBase<ILoggingEvent> {

        private final CountDownLatch callersAreDone = new CountDownLatch(1);

        private final CountDownLatch written = new CountDownLatch(1);

        private volatile String thread;

        @Override
        protected void append(ILoggingEvent event) {
            try {
                thread = callersAreDone.await(10, TimeUnit.SECONDS) ? event.getThreadName() : "a caller's";
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            written.countDown();
        }
    }
}
