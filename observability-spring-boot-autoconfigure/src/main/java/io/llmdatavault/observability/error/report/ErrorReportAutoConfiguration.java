package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.configuration.ServiceInfo;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.error.translate.ErrorTranslators;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the reporting of failures.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {ObservabilityAutoConfiguration.class, ErrorTranslatorAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
                    + ".OpenTelemetryTracingAutoConfiguration"
        })
@ConditionalOnFeature("errors")
@EnableConfigurationProperties(ErrorsProperties.class)
public final class ErrorReportAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RecentErrors vaultRecentErrors(ErrorsProperties properties) {
        return new RecentErrors(properties.recent());
    }

    @Bean
    @ConditionalOnMissingBean(ErrorReporter.class)
    DefaultErrorReporter vaultErrorReporter(
            ErrorTranslators translators,
            ServiceInfo service,
            ObjectProvider<VaultMetrics> metrics,
            ObjectProvider<FailureMarker> markers,
            RecentErrors recentErrors,
            ObjectProvider<Masker> masker) {
        return new DefaultErrorReporter(
                translators,
                service,
                metrics.getIfAvailable(),
                markers.orderedStream().toList(),
                recentErrors,
                Masking.by(masker.getIfAvailable()));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class ObservationConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(ObservationRegistry.class)
        @Order(1)
        FailureMarker.OfObservation vaultObservationFailureMarker(ObservationRegistry registry) {
            return new FailureMarker.OfObservation(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    static class TracingConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(Tracer.class)
        @Order(2)
        FailureMarker.OfSpan vaultSpanFailureMarker(Tracer tracer) {
            return new FailureMarker.OfSpan(tracer);
        }
    }
}
