package io.llmdatavault.observability.resilience.retry;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.netty.util.internal.ThreadExecutorMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** What the threads of the application are and know, as far as its libraries can tell. Thread-safe. */
final class ApplicationThreads {

    private static final String TASK_EXECUTOR = "applicationTaskExecutor";

    private final ListableBeanFactory beanFactory;

    private final boolean hasReactor;

    private final boolean hasNetty;

    private final @Nullable Snapshots snapshots;

    private volatile @Nullable Executor executor;

    ApplicationThreads(ListableBeanFactory beanFactory) {
        ClassLoader classLoader = ApplicationThreads.class.getClassLoader();
        this.beanFactory = beanFactory;
        this.hasReactor = ClassUtils.isPresent("reactor.core.scheduler.Schedulers", classLoader);
        this.hasNetty = ClassUtils.isPresent("io.netty.util.internal.ThreadExecutorMap", classLoader);
        this.snapshots = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", classLoader)
                ? new Snapshots()
                : null;
    }

    static void sleep(Duration delay) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(delay.toNanos());
    }

    /** Whether others are served by the current thread, as by an event loop. */
    boolean mustNotWait() {
        return (hasReactor && Schedulers.isInNonBlockingThread()) || (hasNetty && isOfNetty());
    }

    /** As one of Lettuce, which is none of Reactor's. Threads of Netty's make may also be those of a pool that blocks. */
    private static boolean isOfNetty() {
        return ThreadExecutorMap.currentExecutor() != null;
    }

    /** Who runs further attempts: Spring Boot's task executor, else the JDK's own, as a CompletableFuture has it. */
    Executor executor() {
        Executor found = executor;
        if (found == null) {
            found = beanFactory.containsBean(TASK_EXECUTOR)
                    ? beanFactory.getBean(TASK_EXECUTOR, Executor.class)
                    : ForkJoinPool.commonPool();
            executor = found;
        }
        return found;
    }

    /** What the current thread knows of its request, for others. */
    UnaryOperator<Runnable> context() {
        return snapshots != null ? snapshots.take() : UnaryOperator.identity();
    }

    /** Loaded only where there is Micrometer's context propagation. */
    private static final class Snapshots {

        private final ContextSnapshotFactory factory =
                ContextSnapshotFactory.builder().build();

        UnaryOperator<Runnable> take() {
            ContextSnapshot snapshot = factory.captureAll();
            return snapshot::wrap;
        }
    }
}
