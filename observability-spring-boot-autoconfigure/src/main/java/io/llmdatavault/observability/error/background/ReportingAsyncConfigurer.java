package io.llmdatavault.observability.error.background;

import java.util.concurrent.Executor;

import io.llmdatavault.observability.error.report.ErrorReporter;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * Reports what an {@code @Async} method without a result throws. The executor is the one that Spring Boot takes, else the
 * one that Spring finds.
 */
final class ReportingAsyncConfigurer implements AsyncConfigurer {

    private static final String BOOT_EXECUTOR = "applicationTaskExecutor";

    private final ObjectProvider<ErrorReporter> reporter;

    private final BeanFactory beanFactory;

    /** Looked up late: this is made while there are no other beans yet. */
    ReportingAsyncConfigurer(ObjectProvider<ErrorReporter> reporter, BeanFactory beanFactory) {
        this.reporter = reporter;
        this.beanFactory = beanFactory;
    }

    @Override
    public @Nullable Executor getAsyncExecutor() {
        return beanFactory.containsBean(BOOT_EXECUTOR)
                ? beanFactory.getBean(BOOT_EXECUTOR) instanceof Executor executor ? executor : null
                : null;
    }

    @Override
    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
        return (failure, method, arguments) -> reporter.ifAvailable(target ->
                target.report(failure, "async " + method.getDeclaringClass().getSimpleName() + "." + method.getName()));
    }
}
