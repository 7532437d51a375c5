package io.llmdatavault.observability.error.background;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.report.RecentError;
import io.llmdatavault.observability.error.report.RecentErrors;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksObservabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class BackgroundFailureTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ObservabilityAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    ErrorReportAutoConfiguration.class,
                    BackgroundFailureAutoConfiguration.class,
                    VaultMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    ScheduledTasksObservabilityAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class,
                    TaskSchedulingAutoConfiguration.class));

    @Test
    void reportsWhatAnAsyncMethodThrows(CapturedOutput output) {
        runner.withUserConfiguration(Asynchronous.class).withBean(Jobs.class).run(context -> {
            context.getBean(Jobs.class).refresh("r-1");
            RecentErrors errors = context.getBean(RecentErrors.class);
            await().untilAsserted(() ->
                    assertThat(errors.snapshot()).extracting(RecentError::code).containsExactly("NOT_FOUND"));
            assertThat(errors.snapshot().get(0).operation()).isEqualTo("async Jobs.refresh");
            assertThat(context.getBean(MeterRegistry.class)
                            .get("vault.errors")
                            .counter()
                            .count())
                    .isOne();
            assertThat(context.getBean(Jobs.class).thread()).startsWith("task-");
        });
        assertThat(output).containsOnlyOnce("async Jobs.refresh failed with NOT_FOUND");
    }

    @Test
    void leavesAFutureToItsReader() {
        runner.withUserConfiguration(Asynchronous.class).withBean(Jobs.class).run(context -> {
            CompletableFuture<String> future = context.getBean(Jobs.class).compute();
            assertThatException().isThrownBy(future::join).withCauseInstanceOf(NotFoundError.class);
            assertThat(context.getBean(RecentErrors.class).snapshot()).isEmpty();
        });
    }

    @Test
    void reportsEachRunOfAScheduledTaskOnce(CapturedOutput output) {
        runner.withUserConfiguration(Scheduling.class).withBean(Schedule.class).run(context -> {
            RecentErrors errors = context.getBean(RecentErrors.class);
            Schedule schedule = context.getBean(Schedule.class);
            await().until(() -> schedule.runs.get() > 2);
            await().until(() -> errors.snapshot().size() >= schedule.runs.get() - 1);
            assertThat(errors.snapshot())
                    .hasSizeLessThanOrEqualTo(schedule.runs.get())
                    .allSatisfy(error -> {
                        assertThat(error.code()).isEqualTo("INTERNAL");
                        assertThat(error.operation()).isEqualTo("scheduled Schedule.tick");
                    });
        });
        assertThat(output)
                .contains("Unexpected error occurred in scheduled task")
                .doesNotContain("scheduled Schedule.tick failed");
    }

    @Test
    void reportsWhatAnObservedListenerThrows() {
        runner.run(context -> {
            ObservationRegistry registry = context.getBean(ObservationRegistry.class);
            Observation message = Observation.createNotStarted(
                    "jms.message.process", () -> new ReceiverContext<>((carrier, key) -> null), registry);
            Observation request = Observation.createNotStarted(
                    "http.server.requests", () -> new RequestReplyReceiverContext<>((carrier, key) -> null), registry);
            for (Observation observation : List.of(message, request)) {
                assertThatException()
                        .isThrownBy(() -> observation.observe(() -> {
                            throw new IllegalStateException("Planted-4711");
                        }));
            }
            assertThat(context.getBean(RecentErrors.class).snapshot())
                    .extracting(RecentError::operation)
                    .containsExactly("message jms.message.process");
        });
    }

    @Test
    void configurerOfTheUserWins() {
        List<Throwable> mine = new CopyOnWriteArrayList<>();
        runner.withUserConfiguration(Asynchronous.class)
                .withBean(Jobs.class)
                .withBean("mine", AsyncConfigurer.class, () -> new AsyncConfigurer() {

                    @Override
                    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
                        return (failure, method, arguments) -> mine.add(failure);
                    }
                })
                .run(context -> {
                    assertThat(context).hasSingleBean(AsyncConfigurer.class).hasBean("mine");
                    context.getBean(Jobs.class).refresh("r-1");
                    await().until(() -> !mine.isEmpty());
                    assertThat(context.getBean(RecentErrors.class).snapshot()).isEmpty();
                });
    }

    @Test
    void executorOfTheUserIsTaken() {
        Executor mine = task -> new Thread(task, "mine").start();
        runner.withUserConfiguration(Asynchronous.class)
                .withBean(Jobs.class)
                .withBean("mine", Executor.class, () -> mine)
                .run(context -> {
                    Jobs jobs = context.getBean(Jobs.class);
                    jobs.refresh("r-1");
                    await().until(() -> jobs.thread() != null);
                    assertThat(jobs.thread()).doesNotStartWith("task-");
                    await().until(() ->
                            !context.getBean(RecentErrors.class).snapshot().isEmpty());
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.enabled=false", "vault.observability.errors.enabled=false"})
    void backsOffWhenDisabled(String key) {
        runner.withPropertyValues(key)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ReportingAsyncConfigurer.class)
                        .doesNotHaveBean(AsyncConfigurerPostProcessor.class)
                        .doesNotHaveBean(BackgroundObservationHandler.class)
                        .hasBean("applicationTaskExecutorAsyncConfigurer"));
    }

    @Test
    void worksWithoutObservations() {
        runner.withClassLoader(new FilteredClassLoader(ObservationHandler.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ReportingAsyncConfigurer.class)
                        .doesNotHaveBean("vaultBackgroundObservationHandler"));
    }

    @EnableAsync
    static class Asynchronous {}

    @EnableScheduling
    static class Scheduling {}

    static class Jobs {

        private volatile String thread;

        /** A field of the proxy would be another one. */
        String thread() {
            return thread;
        }

        @Async
        void refresh(String id) {
            thread = Thread.currentThread().getName();
            throw NotFoundError.builder("record", id).build();
        }

        @Async
        CompletableFuture<String> compute() {
            throw NotFoundError.builder("record", "none").build();
        }
    }

    static class Schedule {

        final AtomicInteger runs = new AtomicInteger();

        @Scheduled(fixedDelay = 20)
        void tick() {
            runs.incrementAndGet();
            throw new IllegalStateException("tick");
        }
    }
}
