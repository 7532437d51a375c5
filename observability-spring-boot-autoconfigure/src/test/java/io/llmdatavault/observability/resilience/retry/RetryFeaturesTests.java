package io.llmdatavault.observability.resilience.retry;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Asynchronous;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Flaky;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Polling;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Reactive;
import io.llmdatavault.observability.resilience.retry.RetriedBeans.Substitutes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an annotated method may return and say, through real proxies. */
class RetryFeaturesTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RetryAutoConfiguration.class, ErrorTranslatorAutoConfiguration.class))
            .withPropertyValues("vault.observability.retry.initial-backoff=1ms");

    @Test
    void retriesWhatFailsAfterItHasReturned() {
        contextRunner.withBean(Asynchronous.class).withBean(Reactive.class).run(context -> {
            Asynchronous futures = context.getBean(Asynchronous.class);
            assertThat(futures.read(2).get()).isEqualTo("3");
            assertThat(futures.read(9).get()).isEqualTo("nothing after connection reset");
            Reactive reactive = context.getBean(Reactive.class);
            assertThat(reactive.read(2).block()).isEqualTo("3");
            assertThat(reactive.read(9).block()).isEqualTo("nothing");
        });
        contextRunner.withBean(Asynchronous.class).withBean(Reactive.class).run(context -> {
            assertThat(context.getBean(Asynchronous.class)
                            .plain(2)
                            .toCompletableFuture()
                            .get())
                    .isEqualTo("3");
            assertThat(context.getBean(Reactive.class).readAll(2).collectList().block())
                    .containsExactly("3");
            assertThat(context.getBean(Reactive.class).readAll(99).collectList().block())
                    .isEmpty();
        });
    }

    @Test
    void refusesReactiveTypesOfOthersWithoutReactor() throws Exception {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        RetriedMethodFactory factory =
                new RetriedMethodFactory(beans.getBeanProvider(RetryExecutor.class), beans, false);
        Method method = Reactive.class.getDeclaredMethod("read", int.class);
        assertThatThrownBy(() -> factory.create(List.of(method.getAnnotation(VaultRetry.class)), method))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageContaining("by means of Reactor only");
    }

    @Test
    void retriesWhatIsNotWanted() {
        contextRunner
                .withBean(Polling.class)
                .run(context ->
                        assertThat(context.getBean(Polling.class).progress()).isEqualTo(3));
        contextRunner
                .withBean(Polling.class)
                .withBean(RetriedBeans.NotDone.class, () -> new RetriedBeans.NotDone() {
                    @Override
                    public boolean test(Integer progress) {
                        return false;
                    }
                })
                .run(context ->
                        assertThat(context.getBean(Polling.class).progress()).isEqualTo(1));
    }

    @Test
    void fallsBackToTheNearestTypeOfFailure() {
        contextRunner.withBean(Polling.class).run(context -> {
            Polling polling = context.getBean(Polling.class);
            assertThat(polling.read(
                            "a", NetworkError.builder("x").retryable(true).build()))
                    .isEqualTo("a for the network");
            assertThat(polling.read("a", new IllegalArgumentException())).isEqualTo("a for any");
            assertThatThrownBy(() -> polling.read("a", new IllegalStateException()))
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("the fallback fails");
        });
    }

    @Test
    void prefersAFallbackThatTakesTheFailure() {
        contextRunner
                .withBean(Substitutes.class)
                .run(context -> assertThat(context.getBean(Substitutes.class).last("a", new IllegalArgumentException()))
                        .isEqualTo("a after IllegalStateException"));
    }

    @Test
    void theFailureOfAFallbackTellsWhyThereWasOne() {
        contextRunner.withBean(Substitutes.class).run(context -> {
            Substitutes substitutes = context.getBean(Substitutes.class);
            assertThatThrownBy(() -> substitutes.broken("a")).satisfies(RetryFeaturesTests::tellsBoth);
            assertThatThrownBy(() -> substitutes.brokenLater("a").get())
                    .cause()
                    .satisfies(RetryFeaturesTests::tellsBoth);
            assertThatThrownBy(() -> substitutes.brokenMono("a").block()).satisfies(RetryFeaturesTests::tellsBoth);
        });
    }

    private static void tellsBoth(Throwable failure) {
        assertThat(failure).hasMessage("of the fallback");
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).contains("of the method");
    }

    @Test
    void tellsListenersInTheirOrder() {
        StringBuilder heard = new StringBuilder();
        contextRunner
                .withBean("second", RetryListener.class, () -> new OrderedListener(2, heard))
                .withBean("first", RetryListener.class, () -> new OrderedListener(1, heard))
                .withBean(Flaky.class)
                .run(context -> context.getBean(Flaky.class).succeedsOnThird());
        assertThat(heard).hasToString("1RETRIED 2RETRIED 1RETRIED 2RETRIED 1SUCCESS 2SUCCESS ");
    }

    @Test
    void leavesNoThread() {
        // Of other contexts, which may be kept for other tests.
        Set<Thread> others = retryThreads();
        Set<Thread> own = new HashSet<>();
        contextRunner.withBean(Flaky.class).run(context -> {
            context.getBean(Flaky.class).succeedsOnThird();
            own.addAll(retryThreads());
            own.removeAll(others);
            assertThat(own).isNotEmpty();
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> own.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> retryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vault-retry"))
                .collect(Collectors.toSet());
    }

    private record OrderedListener(int order, StringBuilder heard) implements RetryListener, Ordered {

        @Override
        public int getOrder() {
            return order;
        }

        @Override
        public void onAttempt(RetryEvent event) {
            heard.append(order).append(event.outcome()).append(' ');
        }
    }
}
