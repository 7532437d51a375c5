package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.error.ConflictError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Permits taken on another thread, of which there is one with room for two more: none is lost, whoever goes when. */
class HeldPublisherTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 2, "held-publisher");

    private final CountDownLatch busy = new CountDownLatch(1);

    private final CountDownLatch answer = new CountDownLatch(1);

    private final AtomicInteger taken = new AtomicInteger();

    private final AtomicInteger givenBack = new AtomicInteger();

    @AfterEach
    void stop() {
        answer.countDown();
        scheduler.dispose();
    }

    private Held take() {
        busy.countDown();
        pause(answer);
        taken.incrementAndGet();
        return givenBack::incrementAndGet;
    }

    private static void pause(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private Mono<Held> taking() {
        return HeldPublisher.takeOn(scheduler, this::take);
    }

    @Test
    void whoGoesWhileItIsAskedHoldsNothing() {
        Disposable asking = taking().subscribe();
        pause(busy);
        asking.dispose();
        answer.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(givenBack).hasValue(1));
        assertThat(taken).hasValue(1);
    }

    @Test
    void whoGoesBeforeIsNotAskedFor() {
        Disposable first = taking().subscribe();
        pause(busy);
        taking().subscribe().dispose();
        answer.countDown();
        await().atMost(PATIENCE).until(first::isDisposed);
        StepVerifier.create(taking()).expectNextCount(1).expectComplete().verify(PATIENCE);
        assertThat(taken).hasValue(2);
        assertThat(givenBack).hasValue(0);
    }

    @Test
    void whereThereIsNoRoomTheSubscriberHearsOfIt() {
        taking().subscribe();
        pause(busy);
        taking().subscribe();
        taking().subscribe();
        StepVerifier.create(taking())
                .expectError(RejectedExecutionException.class)
                .verify(PATIENCE);
        answer.countDown();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(taken).hasValue(3));
    }

    @Test
    void aRefusalIsSignalled() {
        StepVerifier.create(HeldPublisher.takeOn(scheduler, () -> {
                    throw ConflictError.builder("order", "7").build();
                }))
                .expectError(ConflictError.class)
                .verify(PATIENCE);
    }
}
