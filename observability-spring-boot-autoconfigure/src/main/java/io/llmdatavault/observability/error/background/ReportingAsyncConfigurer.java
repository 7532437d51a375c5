package io.llmdatavault.observability.error.background;

import java.util.concurrent.Executor;

import io.llmdatavault.observability.error.report.ErrorReporter;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/** Reports what an {@code @Async} method without a result throws. Which executor runs it, others say. */
final class ReportingAsyncConfigurer implements AsyncConfigurer {

    private final ObjectProvider<ErrorReporter> reporter;

    private final @Nullable AsyncConfigurer executors;

    ReportingAsyncConfigurer(ObjectProvider<ErrorReporter> reporter, @Nullable AsyncConfigurer executors) {
        this.reporter = reporter;
        this.executors = executors;
    }

    /** Without one, Spring looks for an executor as if there were no configurer. */
    @Override
    public @Nullable Executor getAsyncExecutor() {
        return executors != null ? executors.getAsyncExecutor() : null;
    }

    @Override
    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
        return (failure, method, arguments) -> reporter.ifAvailable(target ->
                target.report(failure, "async " + method.getDeclaringClass().getSimpleName() + "." + method.getName()));
    }
}
