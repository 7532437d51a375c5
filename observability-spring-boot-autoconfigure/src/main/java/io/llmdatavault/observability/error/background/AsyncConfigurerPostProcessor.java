package io.llmdatavault.observability.error.background;

import io.llmdatavault.observability.error.report.ErrorReporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * Adds reporting to Spring Boot's own {@link AsyncConfigurer}, which names an executor and no handler. Around it, not in
 * its place: when there is one and what it names is Boot's to say.
 */
final class AsyncConfigurerPostProcessor implements BeanPostProcessor {

    private static final String BOOTS_NAME = "applicationTaskExecutorAsyncConfigurer";

    private final ObjectProvider<ErrorReporter> reporter;

    AsyncConfigurerPostProcessor(ObjectProvider<ErrorReporter> reporter) {
        this.reporter = reporter;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof AsyncConfigurer boots && beanName.equals(BOOTS_NAME)
                ? new ReportingAsyncConfigurer(reporter, boots)
                : bean;
    }
}
