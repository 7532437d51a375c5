package io.llmdatavault.observability.alert;

import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertScheduler;
import io.llmdatavault.observability.alert.engine.EngineSettings;
import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for alert rules.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {VaultMetricsAutoConfiguration.class, MaskingAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature("alerts")
@EnableConfigurationProperties(AlertProperties.class)
public final class AlertAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    NotificationQueue vaultAlertNotifications(
            AlertProperties properties, ListableBeanFactory beans, ObjectProvider<VaultMetrics> metrics) {
        return new NotificationQueue(
                ConfiguredChannels.of(properties, namedBeans(beans, Notifier.class)), metrics.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    AlertEngine vaultAlertEngine(
            AlertProperties properties,
            ListableBeanFactory beans,
            NotificationQueue notifications,
            ObjectProvider<AlertListener> listeners,
            ObjectProvider<MeterRegistry> registries,
            ObjectProvider<Masker> masker,
            ObjectProvider<VaultMetrics> metrics) {
        Map<String, AlertRule> rules = namedBeans(beans, AlertRule.class);
        return new AlertEngine(
                new ConfiguredRules(properties, rules, notifications.channelNames()).all(),
                new EngineSettings(
                        properties.interval(),
                        properties.initialDelay(),
                        properties.historySize(),
                        properties.maxSeries()),
                () -> registries.stream().toList(),
                notifications,
                () -> listeners.orderedStream().toList(),
                masker.getIfAvailable(),
                metrics.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    AlertScheduler vaultAlertScheduler(AlertEngine engine, ApplicationContext context) {
        return new AlertScheduler(engine, context);
    }

    /** Also those of parents. A bean in a scope has two names; the one behind the proxy is no bean of its own. */
    private static <T> Map<String, T> namedBeans(ListableBeanFactory beans, Class<T> type) {
        Map<String, T> named = new LinkedHashMap<>();
        for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type)) {
            Object bean = ScopedProxyUtils.isScopedTarget(name) ? null : beans.getBean(name);
            // A method that returns null has made no bean.
            if (type.isInstance(bean)) {
                named.put(name, type.cast(bean));
            }
        }
        return named;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Endpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        AlertsEndpoint vaultAlertsEndpoint(AlertEngine engine, ObjectProvider<Masker> masker) {
            return new AlertsEndpoint(engine, masker.getIfAvailable());
        }
    }
}
