package io.llmdatavault.observability.resilience.ratelimit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedKeysTests {

    /** The other thread has the last place and puts its key while this one, for which there is none, looks for what has ended. */
    @Test
    @Timeout(60)
    void aKeyThatAnotherThreadHasPutMeanwhileIsFound() {
        CompletableFuture<Void> making = new CompletableFuture<>();
        CompletableFuture<Void> looking = new CompletableFuture<>();
        CompletableFuture<String> other = new CompletableFuture<>();
        AtomicInteger made = new AtomicInteger();
        Supplier<String> maker = () -> {
            if (made.incrementAndGet() == 1) {
                return "of alice";
            }
            making.complete(null);
            looking.join();
            return "of bob";
        };
        BoundedKeys.Ended<String> ended = (value, now) -> {
            looking.complete(null);
            other.join();
            return false;
        };
        BoundedKeys<String> keys = new BoundedKeys<>("calls", Duration.ofMinutes(1), 2, maker, ended, 0);
        keys.of("alice", 0);
        other.completeAsync(() -> keys.of("bob", 0));
        making.join();
        assertThat(keys.of("bob", 0)).isEqualTo("of bob").isSameAs(other.join());
        assertThat(keys.size()).isEqualTo(2);
    }
}
