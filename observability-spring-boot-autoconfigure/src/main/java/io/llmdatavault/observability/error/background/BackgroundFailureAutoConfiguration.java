package io.llmdatavault.observability.error.background;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.error.report.ErrorReportAutoConfiguration;
import io.llmdatavault.observability.error.report.ErrorReporter;
import io.micrometer.observation.ObservationHandler;
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
@AutoConfiguration(after = {ErrorReportAutoConfiguration.class, TaskExecutionAutoConfiguration.class})
@ConditionalOnFeature("errors")
@ConditionalOnBean(ErrorReporter.class)
public final class BackgroundFailureAutoConfiguration {

    /** Where Spring Boot has none, because it has no executor of its own. */
    @Bean
    @ConditionalOnMissingBean(AsyncConfigurer.class)
    ReportingAsyncConfigurer vaultAsyncConfigurer(ObjectProvider<ErrorReporter> reporter) {
        return new ReportingAsyncConfigurer(reporter, null);
    }

    @Bean
    @ConditionalOnMissingBean
    static AsyncConfigurerPostProcessor vaultAsyncConfigurerPostProcessor(ObjectProvider<ErrorReporter> reporter) {
        return new AsyncConfigurerPostProcessor(reporter);
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
