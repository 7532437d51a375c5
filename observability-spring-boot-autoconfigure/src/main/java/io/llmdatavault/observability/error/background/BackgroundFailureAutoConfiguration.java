package io.llmdatavault.observability.error.background;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.micrometer.observation.ObservationHandler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.AsyncConfigurer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the reporting of failures that no request sees.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ErrorReportAutoConfiguration.class, before = TaskExecutionAutoConfiguration.class)
@ConditionalOnFeature("errors")
@ConditionalOnBean(ErrorReporter.class)
public final class BackgroundFailureAutoConfiguration {

    /** In the place of Spring Boot's, which names the executor and no handler. */
    @Bean
    @ConditionalOnMissingBean(AsyncConfigurer.class)
    ReportingAsyncConfigurer vaultAsyncConfigurer(ObjectProvider<ErrorReporter> reporter, BeanFactory beanFactory) {
        return new ReportingAsyncConfigurer(reporter, beanFactory);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationHandler.class)
    static class ObservationConfiguration {

        @Bean
        @ConditionalOnMissingBean
        BackgroundObservationHandler vaultBackgroundObservationHandler(ObjectProvider<ErrorReporter> reporter) {
            return new BackgroundObservationHandler(reporter);
        }
    }
}
