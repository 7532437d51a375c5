package io.llmdatavault.observability.alert;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.re2j.Pattern;
import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertScheduler;
import io.llmdatavault.observability.alert.engine.EngineSettings;
import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.promql.Labels;
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
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

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
@ConditionalOnClass({MeterRegistry.class, Pattern.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnFeature("alerts")
@EnableConfigurationProperties(AlertProperties.class)
public final class AlertAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static RuleBinding vaultAlertRuleBinding() {
        return new RuleBinding();
    }

    @Bean
    @ConditionalOnMissingBean
    NotificationQueue vaultAlertNotifications(
            AlertProperties properties, ListableBeanFactory beans, ObjectProvider<VaultMetrics> metrics) {
        return new NotificationQueue(
                ConfiguredChannels.of(properties, namedBeans(beans, Notifier.class)), metrics.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean({RuleFilesAhead.class, AlertEngine.class})
    static RuleFilesAhead vaultAlertRuleFilesAhead(Environment environment, ResourceLoader resources) {
        return new RuleFilesAhead(environment, resources);
    }

    @Bean
    @ConditionalOnMissingBean
    AlertEngine vaultAlertEngine(
            AlertProperties properties,
            ListableBeanFactory beans,
            NotificationQueue notifications,
            RuleFilesAhead ruleFiles,
            ObjectProvider<AlertListener> listeners,
            ObjectProvider<MeterRegistry> registries,
            ObjectProvider<Masker> masker,
            ObjectProvider<VaultMetrics> metrics,
            Environment environment) {
        Map<String, AlertRule> rules = namedBeans(beans, AlertRule.class);
        ConfiguredRules configured = new ConfiguredRules(
                properties, rules, notifications.channelNames(), ruleFiles::read, ManagementPath.of(environment));
        Labels externalLabels = Labels.of(properties.externalLabels());
        return new AlertEngine(
                configured.groups(),
                configured.invalid(),
                new EngineSettings(
                        properties.interval(),
                        properties.initialDelay(),
                        properties.historySize(),
                        properties.keptFor(),
                        properties.maxRetention(),
                        properties.maxSeries(),
                        properties.maxMemory().toBytes(),
                        externalLabels),
                new ProcessLabels(environment, externalLabels),
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
    @Conditional(OnFreeEndpointId.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        AlertsEndpoint vaultAlertsEndpoint(AlertEngine engine, ObjectProvider<Masker> masker) {
            return new AlertsEndpoint(engine, masker.getIfAvailable());
        }
    }
}
