package io.llmdatavault.observability.health;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/** Which checks of an application are found: all, or start-up ends. */
@ExtendWith(OutputCaptureExtension.class)
class HealthChecksTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class));

    @Test
    void refusesACheckThatNeedsTheMonitor() {
        runner.withUserConfiguration(Cycle.class).run(context -> {
            ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
            assertThat(error).hasMessageContaining("it needs the health of the application");
            assertThat(error.detail())
                    .hasValueSatisfying(detail -> assertThat(detail).contains("ObjectProvider<HealthMonitor>"));
        });
    }

    @Test
    void takesACheckThatAsksForTheMonitorLater() {
        runner.withUserConfiguration(Later.class)
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .contains("cyclic"));
    }

    @Test
    void refusesAPrototype() {
        runner.withBean("mine", HealthCheck.class, () -> check("mine"), definition -> definition.setScope("prototype"))
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("it is a health check and no singleton"));
    }

    @Test
    void takesALazyCheck() {
        runner.withBean("mine", HealthCheck.class, () -> check("mine"), definition -> definition.setLazyInit(true))
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .contains("mine"));
    }

    @Test
    void takesACheckWithAScopedProxy() {
        runner.withUserConfiguration(Scoped.class)
                .withInitializer(context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactlyInAnyOrder("memory", "scoped"));
    }

    @Test
    void bootsDefaultsSwitchOffWhatIsShippedOnly() {
        runner.withBean("mine", HealthCheck.class, () -> check("mine"))
                .withPropertyValues("management.health.defaults.enabled=false")
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactly("mine"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"management.health.mine.enabled=false", "vault.observability.health.checks.mine.enabled=false"})
    void anOwnCheckCanBeSwitchedOffByItsName(String key) {
        runner.withBean("mine", HealthCheck.class, () -> check("mine"))
                .withPropertyValues(key)
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .containsExactly("memory"));
    }

    @Test
    void warnsOfSettingsWithoutEffect(CapturedOutput output) {
        runner.withPropertyValues(
                        "vault.observability.health.checks.database.timeout=1s",
                        "vault.observability.health.checks.memory.timeout=1s",
                        "vault.observability.health.storage.min-free=1MB")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .containsOnlyOnce("health.checks.database has no effect")
                .doesNotContain("health.checks.memory has no effect")
                .containsOnlyOnce("storage.min-free has no effect");
    }

    private static HealthCheck check(String name) {
        return new NamedCheck(name);
    }

    static class NamedCheck implements HealthCheck {

        private final String name;

        NamedCheck(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ComponentHealth check() {
            return ComponentHealth.healthy("Mine.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Cycle {

        @Bean
        HealthCheck cyclic(HealthMonitor monitor) {
            return check("cyclic" + monitor.components().size());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Later {

        @Bean
        HealthCheck cyclic(ObjectProvider<HealthMonitor> monitor) {
            return new NamedCheck("cyclic") {

                @Override
                public ComponentHealth check() {
                    return ComponentHealth.healthy(
                            "There are " + monitor.getObject().components().size() + " components.");
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        HealthCheck scoped() {
            return check("scoped");
        }
    }
}
