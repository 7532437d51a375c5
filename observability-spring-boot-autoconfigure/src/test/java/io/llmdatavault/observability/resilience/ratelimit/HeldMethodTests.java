package io.llmdatavault.observability.resilience.ratelimit;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import io.llmdatavault.observability.error.RateLimitError;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Permits of annotated methods are held as long as what the methods do goes on. */
class HeldMethodTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.rate-limit.limits.one.type=concurrent-requests",
                    "vault.observability.rate-limit.limits.one.limit=1",
                    "vault.observability.rate-limit.limits.hourly.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.hourly.limit=3")
            .withBean(Jobs.class);

    @Test
    void areBackAfterReturnAndThrow() {
        contextRunner.run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            for (int run = 0; run < 5; run++) {
                jobs.run(() -> assertRefused(() -> jobs.run(() -> {})));
                assertThatThrownBy(jobs::fail).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void areBackWhenAFutureIsComplete() {
        contextRunner.run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            CompletableFuture<String> work = new CompletableFuture<>();
            assertThat(jobs.later(work)).isSameAs(work);
            assertRefused(() -> jobs.run(() -> {}));
            work.completeExceptionally(new IOException());
            jobs.run(() -> {});
        });
    }

    @Test
    void areTakenBySubscriptionsAndBackWhenTheyEnd() {
        contextRunner.run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            Sinks.One<String> sink = Sinks.one();
            Mono<String> mono = jobs.mono(sink.asMono());
            jobs.run(() -> {});
            CompletableFuture<String> first = mono.toFuture();
            assertThatExceptionOfType(RateLimitError.class).isThrownBy(mono::block);
            sink.tryEmitValue("done");
            assertThat(first.join()).isEqualTo("done");
            assertThat(mono.block()).isEqualTo("done");
            Disposable cancelled = jobs.flux(Flux.never()).subscribe();
            assertRefused(() -> jobs.run(() -> {}));
            cancelled.dispose();
            assertThatThrownBy(() -> jobs.flux(Flux.error(new IOException())).blockLast())
                    .hasCauseInstanceOf(IOException.class);
            jobs.run(() -> {});
        });
    }

    @Test
    void takeNothingFromOtherLimitsWhenTheyRefuse() {
        contextRunner.run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            jobs.run(() -> {
                for (int run = 0; run < 9; run++) {
                    assertRefused(() -> jobs.both(() -> {}));
                }
            });
            for (int run = 0; run < 3; run++) {
                jobs.both(() -> {});
            }
            assertRefused(() -> jobs.both(() -> {}));
            // The hourly limit refused: the slot is free.
            jobs.run(() -> {});
        });
    }

    private static void assertRefused(Runnable call) {
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(call::run);
    }

    /** What one can do at a time. */
    static class Jobs {

        @VaultRateLimit("one")
        public void run(Runnable work) {
            work.run();
        }

        @VaultRateLimit("one")
        public void fail() throws IOException {
            throw new IOException();
        }

        @VaultRateLimit("one")
        public CompletableFuture<String> later(CompletableFuture<String> work) {
            return work;
        }

        @VaultRateLimit("one")
        public Mono<String> mono(Mono<String> work) {
            return work;
        }

        @VaultRateLimit("one")
        public Flux<String> flux(Flux<String> work) {
            return work;
        }

        @VaultRateLimit("hourly")
        @VaultRateLimit("one")
        public void both(Runnable work) {
            work.run();
        }
    }
}
