package io.llmdatavault.observability.health;

import java.util.function.UnaryOperator;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for health checks that run in the background. How Spring Boot's health
 * endpoint shows them is in {@code boot3} and {@code boot4}.
 *
 * <p>What records (metrics, observations) is looked up when it is needed: an application may make a meter of its health, and
 * its registry would need this to be made.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {MaskingAutoConfiguration.class, VaultMetricsAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnFeature("health")
@EnableConfigurationProperties(HealthProperties.class)
@Import({
    CheckSpans.Traced.class,
    CheckSpans.Unmetered.class,
    DatabaseComponents.Hikari.class,
    DatabaseComponents.Others.class,
    DatabaseComponents.Database.class,
    DatabaseComponents.Reactive.class,
    StorageComponents.Local.class,
    ObjectStoreComponents.Libraries.class,
    ObjectStoreComponents.S3.class,
    ObjectStoreComponents.Azure.class,
    ObjectStoreComponents.Gcs.class,
    StorageComponents.Storage.class,
    KmsComponents.Local.class,
    KmsComponents.Pkcs11.class,
    KmsComponents.Aws.class,
    KmsComponents.VaultTransit.class,
    KmsComponents.Azure.class,
    KmsComponents.Google.class,
    KmsComponents.Kms.class,
    RemoteComponents.Http.class
})
public final class HealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MemoryHealthCheck vaultMemoryHealthCheck(HealthProperties properties) {
        return new MemoryHealthCheck(properties.memory().thresholdPercent(), HeapReading::ofThisMachine);
    }

    @Bean
    @ConditionalOnMissingBean
    CheckEngine vaultCheckEngine(
            HealthProperties properties, Environment environment, ObjectProvider<ApplicationArguments> arguments) {
        // Only a SpringApplication calls runners; the arguments are its own.
        boolean hasRunners = arguments.stream().findAny().isPresent();
        return new CheckEngine(
                properties.timeout(), VirtualThreads.wanted(environment, properties.virtualThreads()), hasRunners);
    }

    @Bean
    @ConditionalOnMissingBean
    StartUpWait vaultHealthStartUpWait(CheckEngine engine) {
        return new StartUpWait(engine);
    }

    @Bean
    @ConditionalOnMissingBean
    ChangeEvents vaultHealthChangeEvents(ApplicationEventPublisher publisher) {
        return new ChangeEvents(publisher);
    }

    @Bean
    @ConditionalOnMissingBean
    CheckListeners vaultHealthCheckListeners(
            ChangeEvents events, ObjectProvider<Masker> masker, ObjectProvider<VaultMetrics> metrics) {
        Masker masking = masker.getIfAvailable();
        UnaryOperator<String> mask = masking == null ? UnaryOperator.identity() : masking::maskText;
        return new CheckListeners(new ChangeLog(mask, metrics::getIfAvailable), events);
    }

    @Bean
    @ConditionalOnMissingBean
    IndicatorChecks vaultIndicatorChecks(
            HealthProperties properties,
            CheckEngine engine,
            CheckListeners listeners,
            ObjectProvider<CheckSpans> spans,
            ObjectProvider<Masker> masker,
            ObjectProvider<VaultMetrics> metrics) {
        return new IndicatorChecks(
                properties,
                engine,
                listeners,
                decoration(spans),
                MaskedCheck.details(masker.getIfAvailable()),
                metrics::getIfAvailable);
    }

    @Bean
    @ConditionalOnMissingBean
    HealthChecks vaultHealthChecks(HealthProperties properties, Environment environment) {
        return new HealthChecks(properties, environment);
    }

    @Bean
    @ConditionalOnMissingBean(HealthMonitor.class)
    DefaultHealthMonitor vaultHealthMonitor(
            HealthChecks checks,
            ListableBeanFactory beanFactory,
            CheckEngine engine,
            CheckListeners listeners,
            IndicatorChecks indicators,
            ObjectProvider<CheckSpans> spans,
            ObjectProvider<Masker> masker,
            ObjectProvider<VaultMetrics> metrics) {
        return new DefaultHealthMonitor(
                HealthChecks.runners(
                        checks.find(beanFactory),
                        MaskedCheck.by(masker.getIfAvailable(), decoration(spans)),
                        listeners),
                engine,
                metrics::getIfAvailable,
                () -> checks.requireKnownKeys(indicators));
    }

    @Bean
    @ConditionalOnMissingBean
    EndpointHealth vaultEndpointHealth(
            HealthChecks checks, HealthMonitor monitor, IndicatorChecks indicators, Environment environment) {
        return new EndpointHealth(checks, monitor, indicators, environment);
    }

    private static UnaryOperator<HealthCheck> decoration(ObjectProvider<CheckSpans> spans) {
        CheckSpans there = spans.getIfAvailable();
        return there == null ? UnaryOperator.identity() : there.decoration();
    }
}
