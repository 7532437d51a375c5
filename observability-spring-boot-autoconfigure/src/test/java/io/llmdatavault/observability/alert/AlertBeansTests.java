package io.llmdatavault.observability.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmdatavault.observability.alert.AlertAutoConfigurationTests.Collecting;
import io.llmdatavault.observability.alert.engine.AlertEngine;
import io.llmdatavault.observability.alert.engine.AlertScheduler;
import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.NotificationQueue;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.AlertSeverity;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.metrics.VaultMetrics;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.GenericBeanDefinition;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Beans of applications that are wired in unusual ways. */
@ExtendWith(OutputCaptureExtension.class)
class AlertBeansTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withPropertyValues("vault.observability.alerts.default-rules=false")
            .withConfiguration(
                    AutoConfigurations.of(VaultMetricsAutoConfiguration.class, AlertAutoConfiguration.class));

    private final ApplicationContextRunner withRegistry =
            contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void findsTheBeansOfParents() {
        new ApplicationContextRunner()
                .withBean("theirs", AlertRule.class, () -> rule("theirs", "pager"))
                .withBean(Notifier.class, () -> new Collecting("pager"))
                .run(parent -> withRegistry
                        .withParent(parent)
                        .withBean("mine", AlertRule.class, () -> rule("mine", "pager"))
                        .run(context -> assertThat(
                                        context.getBean(AlertEngine.class).rules())
                                .extracting(status -> status.rule().id())
                                .containsExactlyInAnyOrder("mine", "theirs")));
    }

    @Test
    void aNotifierMayAskForTheEngineLater() {
        withRegistry
                .withUserConfiguration(Asking.class)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AlertEngine.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Asking {

        @Bean
        Notifier asking(ObjectProvider<AlertEngine> engine) {
            return new Notifier() {

                @Override
                public String name() {
                    return "asking";
                }

                @Override
                public void send(Notification notification) {
                    engine.getObject();
                }
            };
        }
    }

    @Test
    void aNotifierInAScopeIsOneChannel() {
        withRegistry
                .withInitializer(context -> {
                    GenericApplicationContext registry = (GenericApplicationContext) context;
                    BeanDefinitionHolder proxy = ScopedProxyUtils.createScopedProxy(
                            new BeanDefinitionHolder(
                                    BeanDefinitionBuilder.genericBeanDefinition(Pager.class)
                                            .setScope("prototype")
                                            .getBeanDefinition(),
                                    "pager"),
                            registry,
                            true);
                    registry.registerBeanDefinition(proxy.getBeanName(), proxy.getBeanDefinition());
                })
                .run(context -> assertThat(
                                context.getBean(NotificationQueue.class).channelNames())
                        .containsExactlyInAnyOrder("log", "pager"));
    }

    @Test
    void explainsANotifierWithoutAName() {
        withRegistry
                .withBean("nameless", Notifier.class, () -> new Collecting(null, new ArrayList<>()))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(ConfigurationError.class)
                        .hasMessageContaining("a channel without a name (in the bean nameless"));
    }

    @Test
    void startsWithMetricsThatDoNothing(CapturedOutput output) {
        withRegistry
                .withBean(VaultMetrics.class, () -> Mockito.mock(VaultMetrics.class))
                .withBean(AlertRule.class, () -> rule("mine"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Readiness.publish(context);
                    Awaitility.await()
                            .untilAsserted(
                                    () -> assertThat(output).contains("The metrics of alerts could not be recorded"));
                });
    }

    @Test
    void aListenerMayKnowTheEngine() {
        withRegistry
                .withUserConfiguration(Knowing.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void listenersWhoHearThatTheContextClosesAreNoLongerWatched() {
        List<Object> runs = new ArrayList<>();
        withRegistry.withBean(AlertRule.class, () -> rule("mine")).run(context -> {
            Readiness.publish(context);
            AlertScheduler scheduler = context.getBean(AlertScheduler.class);
            runs.add(ReflectionTestUtils.getField(scheduler, "run"));
            context.getSourceApplicationContext().addApplicationListener(new ApplicationListener<ContextClosedEvent>() {

                @Override
                public void onApplicationEvent(ContextClosedEvent event) {
                    runs.add(ReflectionTestUtils.getField(scheduler, "run"));
                }
            });
        });
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0)).isNotNull();
        assertThat(runs.get(1)).isNull();
    }

    @Test
    void leavesTheIdOfItsEndpointToTheApplication() {
        withRegistry
                .withBean(TheirAlerts.class)
                .run(context ->
                        assertThat(context).hasSingleBean(AlertEngine.class).doesNotHaveBean(AlertsEndpoint.class));
        new ApplicationContextRunner()
                .withBean(TheirAlerts.class)
                .run(parent -> withRegistry
                        .withParent(parent)
                        .run(context -> assertThat(context).doesNotHaveBean(AlertsEndpoint.class)));
        withRegistry.withBean(Other.class).run(context -> assertThat(context).hasSingleBean(AlertsEndpoint.class));
    }

    @Test
    void aTemplateOfADefinitionIsNoEndpoint() {
        GenericBeanDefinition template = new GenericBeanDefinition();
        template.setBeanClass(TheirAlerts.class);
        template.setAbstract(true);
        withRegistry
                .withInitializer(context -> ((BeanDefinitionRegistry) context.getBeanFactory())
                        .registerBeanDefinition("template", template))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(AlertsEndpoint.class));
    }

    @WebEndpoint(id = "alerts")
    static class TheirAlerts {}

    @Endpoint(id = "other")
    static class Other {}

    @Test
    void takesItsGaugesOutOfARegistryThatOutlivesIt() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ApplicationContextRunner sharing = contextRunner
                .withBean(MeterRegistry.class, () -> registry, definition -> definition.setDestroyMethodName(null))
                .withBean(AlertRule.class, () -> rule("mine"));
        sharing.run(context -> {
            Readiness.publish(context);
            awaitGauges(registry, 2);
            // What belongs to another one stays.
            sharing.withBean("other", AlertRule.class, () -> rule("other")).run(inner -> {
                Readiness.publish(inner);
                awaitGauges(registry, 4);
            });
            assertThat(registry.find("vault.alerts").tag("rule", "mine").gauges())
                    .hasSize(2);
        });
        assertThat(registry.find("vault.alerts").gauges()).isEmpty();
    }

    @Test
    void everyRuleHasItsGaugesHoweverManyThereAre() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ApplicationContextRunner many = contextRunner
                .withPropertyValues("vault.observability.metrics.max-series-per-family=10")
                .withBean(MeterRegistry.class, () -> registry, definition -> definition.setDestroyMethodName(null));
        for (int i = 0; i < 12; i++) {
            String id = "rule-" + i;
            many = many.withBean(id, AlertRule.class, () -> rule(id));
        }
        many.run(context -> {
            Readiness.publish(context);
            awaitGauges(registry, 24);
            assertThat(registry.find("vault.alerts").gauges())
                    .allSatisfy(
                            gauge -> assertThat(gauge.getId().getTag("rule")).startsWith("rule-"));
        });
        assertThat(registry.find("vault.alerts").gauges()).isEmpty();
    }

    private static void awaitGauges(MeterRegistry registry, int count) {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(registry.find("vault.alerts").gauges()).hasSize(count));
    }

    @Test
    void anEnvironmentVariableChangesTheRuleWithHyphensThatItMeans() {
        String condition = "vault.observability.alerts.rules.deep-queue.condition.metric-threshold.";
        withRegistry
                .withPropertyValues(condition + "metric=m", condition + "threshold=1")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("VAULT_OBSERVABILITY_ALERTS_RULES_DEEPQUEUE_SEVERITY", "critical"))))
                .run(context -> assertThat(context.getBean(AlertEngine.class).rules())
                        .extracting(rule -> rule.definition().alert())
                        .filteredOn(rule -> rule != null && rule.id().startsWith("deep"))
                        .singleElement()
                        .satisfies(rule -> {
                            assertThat(rule.id()).isEqualTo("deep-queue");
                            assertThat(rule.severity()).isEqualTo(AlertSeverity.CRITICAL);
                        }));
    }

    private static AlertRule rule(String id, String... channels) {
        AlertRule.Builder rule = AlertRule.builder(id)
                .condition(MetricThreshold.builder("queue_depth").threshold(1).build());
        List.of(channels).forEach(rule::channel);
        return rule.build();
    }

    /** Has a proxy by its class. */
    static class Pager implements Notifier {

        @Override
        public String name() {
            return "pager";
        }

        @Override
        public void send(Notification notification) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Knowing {

        @Bean
        AlertListener knowing(AlertEngine engine) {
            List<AlertTransition> heard = new CopyOnWriteArrayList<>(engine.history());
            return heard::add;
        }
    }
}
