package io.llmdatavault.observability.error.background;

import java.util.concurrent.CompletableFuture;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.report.RecentErrors;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code @Async} methods run where they ran without the starter, and their failures are reported all the same. */
class AsyncExecutorTests {

    private static final AutoConfigurations STARTER = AutoConfigurations.of(
            ObservabilityAutoConfiguration.class,
            ErrorTranslatorAutoConfiguration.class,
            ErrorReportAutoConfiguration.class,
            BackgroundFailureAutoConfiguration.class);

    private final ApplicationContextRunner plain = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
            .withUserConfiguration(Asynchronous.class)
            .withBean(Work.class);

    private final ApplicationContextRunner withStarter = plain.withConfiguration(STARTER);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withTwoExecutorsOfTheApplication(boolean starter) {
        runner(starter).withUserConfiguration(Two.class).run(context -> assertThreadStartsWith("mine-", context));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withBootsExecutor(boolean starter) {
        runner(starter).run(context -> assertThreadStartsWith("task-", context));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withBootsExecutorBesideTheApplications(boolean starter) {
        runner(starter)
                .withPropertyValues("spring.task.execution.mode=force")
                .withBean("mine", ThreadPoolTaskExecutor.class, () -> executor("mine-"))
                .run(context -> assertThreadStartsWith("task-", context));
    }

    @Test
    void reportsWhateverTheExecutor() {
        for (ApplicationContextRunner runner :
                new ApplicationContextRunner[] {withStarter, withStarter.withUserConfiguration(Two.class)}) {
            runner.run(context -> {
                context.getBean(Work.class).fail();
                await().untilAsserted(() -> assertThat(
                                context.getBean(RecentErrors.class).snapshot())
                        .hasSize(1));
            });
        }
    }

    private ApplicationContextRunner runner(boolean starter) {
        return starter ? withStarter : plain;
    }

    private static void assertThreadStartsWith(String prefix, AssertableApplicationContext context) throws Exception {
        assertThat(context.getBean(Work.class).thread().get()).startsWith(prefix);
    }

    private static ThreadPoolTaskExecutor executor(String prefix) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix(prefix);
        return executor;
    }

    @EnableAsync
    static class Asynchronous {}

    @Configuration(proxyBeanMethods = false)
    static class Two {

        @Bean
        ThreadPoolTaskExecutor taskExecutor() {
            return executor("mine-");
        }

        @Bean
        ThreadPoolTaskExecutor applicationTaskExecutor() {
            return executor("web-");
        }
    }

    static class Work {

        @Async
        public CompletableFuture<String> thread() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @Async
        public void fail() {
            throw new IllegalStateException("planted");
        }
    }
}
