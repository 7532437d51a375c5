package io.llmdatavault.observability.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmdatavault.observability.web.client.PeerServer;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids follow a request to the threads of Spring's executors, over real HTTP. */
class ContextPropagationTests {

    private static final String OFF = "vault.observability.context-propagation.executors=false";

    private static final ApplicationContextRunner RUNNER = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ContextPropagationAutoConfiguration.class));

    private static String get(PeerServer server, String path) {
        return RestClient.create()
                .get()
                .uri(server.url(path))
                .header("X-Request-Id", "r-1")
                .retrieve()
                .body(String.class);
    }

    @Test
    void asyncMethodsHaveTheIds() {
        PeerServer.run(PeerServer.runner().withUserConfiguration(Application.class), server -> {
            assertThat(get(server, "/async")).isEqualTo("r-1 user-1 null");
            assertThat(get(server, "/executor")).isEqualTo("r-1 user-1 null");
            assertThat(get(server, "/scheduler")).isEqualTo("r-1 user-1 null");
        });
    }

    @Test
    void idsDoNotStayOnTheThread() {
        PeerServer.run(
                PeerServer.runner()
                        .withUserConfiguration(Application.class)
                        .withPropertyValues(
                                "spring.task.execution.pool.core-size=1", "spring.task.execution.pool.max-size=1"),
                server -> {
                    assertThat(get(server, "/executor")).isEqualTo("r-1 user-1 null");
                    AsyncTaskExecutor executor =
                            server.context().getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
                    assertThat(executor.submitCompletable(Endpoints::ids).join())
                            .isEqualTo("null null null");
                });
    }

    @Test
    void idsStayWhereTheyAreWhenSwitchedOff() {
        PeerServer.run(
                PeerServer.runner().withUserConfiguration(Application.class).withPropertyValues(OFF),
                server -> assertThat(get(server, "/async")).isEqualTo("null null null"));
    }

    @Test
    void decoratorOfTheApplicationWins() {
        AtomicInteger decorated = new AtomicInteger();
        TaskDecorator own = task -> {
            decorated.incrementAndGet();
            return task;
        };
        PeerServer.run(
                PeerServer.runner().withUserConfiguration(Application.class).withBean(TaskDecorator.class, () -> own),
                server -> {
                    assertThat(get(server, "/async")).isEqualTo("null null null");
                    assertThat(decorated).hasPositiveValue();
                    assertThat(server.context().getBeansOfType(TaskDecorator.class))
                            .hasSize(1);
                });
    }

    @Test
    void decoratorIsThereByDefault() {
        RUNNER.run(context -> assertThat(context).hasSingleBean(ContextPropagatingTaskDecorator.class));
    }

    @Test
    void switchesRemoveIt() {
        RUNNER.withPropertyValues(OFF).run(context -> assertThat(context).doesNotHaveBean(TaskDecorator.class));
        RUNNER.withPropertyValues("vault.observability.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(TaskDecorator.class).doesNotHaveBean(CarriedEntries.class));
    }

    @Test
    void isOffWithoutMicrometersContextPropagation() {
        RUNNER.withClassLoader(new FilteredClassLoader(ContextRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskDecorator.class));
    }

    @Test
    void unknownKeyIsRefused() {
        RUNNER.withPropertyValues("vault.observability.context-propagation.executor=true")
                .run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @EnableScheduling
    static class Application {

        @Bean
        Work work() {
            return new Work();
        }

        @Bean
        Endpoints endpoints(Work work, AsyncTaskExecutor applicationTaskExecutor, TaskScheduler scheduler) {
            return new Endpoints(work, applicationTaskExecutor, scheduler);
        }
    }

    static class Work {

        @Async
        public CompletableFuture<String> ids() {
            return CompletableFuture.completedFuture(Endpoints.ids());
        }
    }

    @RestController
    record Endpoints(Work work, AsyncTaskExecutor executor, TaskScheduler scheduler) {

        static String ids() {
            return MDC.get("requestId") + " " + MDC.get("userId") + " " + MDC.get("other");
        }

        @GetMapping("/async")
        String async() {
            fill();
            return work.ids().join();
        }

        @GetMapping("/executor")
        String onExecutor() {
            fill();
            return executor.submitCompletable(Endpoints::ids).join();
        }

        @GetMapping("/scheduler")
        String onScheduler() {
            fill();
            CompletableFuture<String> ids = new CompletableFuture<>();
            scheduler.schedule(() -> ids.complete(ids()), scheduler.getClock().instant());
            return ids.join();
        }

        private static void fill() {
            MDC.put("userId", "user-1");
            MDC.put("other", "stays");
        }
    }
}
