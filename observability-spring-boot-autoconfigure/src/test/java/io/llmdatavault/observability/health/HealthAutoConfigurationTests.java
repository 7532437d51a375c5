package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.health.boot3.Boot3HealthAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.autoconfigure.health.HealthContributorAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HealthAutoConfigurationTests {

    private static final String PREFIX = "vault.observability.health.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HealthAutoConfiguration.class,
                    Boot3HealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=health");

    @Test
    void checksMemoryOnly() {
        runner.run(context -> {
            HealthMonitor monitor = context.getBean(HealthMonitor.class);
            assertThat(monitor.components()).containsExactly("memory");
            assertThat(monitor.criticalComponents()).isEmpty();
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("memory"))
                    .isNotNull();
        });
    }

    @Test
    void checksTheDatabaseWhereADataSourceIs() {
        runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    assertThat(monitor.components()).containsExactlyInAnyOrder("memory", "database");
                    assertThat(monitor.criticalComponents()).containsExactly("database");
                });
    }

    @Test
    void knowsNoPoolFiguresWithoutTheTypesOfSpringBoot() {
        runner.withClassLoader(new FilteredClassLoader(DataSourceUnwrapper.class, DataSourcePoolMetadataProvider.class))
                .withBean(DataSource.class, TestDataSources::answering)
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    await().until(() -> monitor.snapshot("database").isPresent());
                    assertThat(monitor.snapshot("database").orElseThrow().metadata())
                            .isEmpty();
                });
    }

    @Test
    void worksWithoutTheHealthEndpoint() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(HealthContributorRegistry.class))
                .withConfiguration(
                        AutoConfigurations.of(HealthAutoConfiguration.class, Boot3HealthAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(HealthMonitor.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.enabled=false", "vault.observability.health.enabled=false"})
    void backsOffWhenDisabled(String key) {
        runner.withPropertyValues(key).run(context -> {
            assertThat(context)
                    .doesNotHaveBean(HealthMonitor.class)
                    .doesNotHaveBean(EndpointHealth.class)
                    .doesNotHaveBean(HealthCheck.class)
                    .doesNotHaveBean("vaultProbeGroupsPostProcessor");
            assertThat(context.getBean(HealthContributorRegistry.class).getContributor("memory"))
                    .isNull();
        });
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty(key.substring(0, key.indexOf('=')), "false");
        assertThat(new HealthDefaults().contribute(environment)).isEmpty();
    }

    @Test
    void laysItsDefaults() {
        MockEnvironment environment = new MockEnvironment();
        assertThat(new HealthDefaults().contribute(environment))
                .containsEntry("management.endpoint.health.status.order", "DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN")
                .containsEntry("management.endpoint.health.probes.enabled", "true")
                .hasSize(2);
        environment.setProperty(PREFIX + "probe-paths", "true");
        assertThat(new HealthDefaults().contribute(environment))
                .containsEntry("management.endpoint.health.probes.add-additional-paths", "true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault.observability.health.checks.memory.enabled=false",
                "management.health.memory.enabled=false",
                "management.health.defaults.enabled=false"
            })
    void switchesOneComponentOff(String key) {
        runner.withPropertyValues(key)
                .run(context -> assertThat(context.getBean(HealthMonitor.class).components())
                        .isEmpty());
    }

    @Test
    void monitorOfTheUserWins() {
        HealthMonitor mine =
                new DefaultHealthMonitor(List.of(), new CheckEngine(Duration.ZERO, null, false), () -> null, () -> {});
        runner.withBean("mine", HealthMonitor.class, () -> mine)
                .run(context -> assertThat(context).getBean(HealthMonitor.class).isSameAs(mine));
    }

    @Test
    void checkOfTheUserTakesThePlaceOfAShippedOne() {
        runner.withBean("mine", HealthCheck.class, () -> check("memory")).run(context -> {
            HealthMonitor monitor = context.getBean(HealthMonitor.class);
            assertThat(monitor.components()).containsExactly("memory");
            await().until(() -> monitor.snapshot("memory").isPresent());
            assertThat(monitor.snapshot("memory").orElseThrow().message()).isEqualTo("Mine.");
        });
    }

    @Test
    void probeBeanMakesItsComponent() {
        runner.withBean(StorageProbe.class, () -> () -> ComponentHealth.healthy("Bucket."))
                .withBean(KmsProbe.class, () -> () -> ComponentHealth.healthy("Cloud."))
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    assertThat(monitor.components()).containsExactlyInAnyOrder("memory", "storage", "kms");
                    assertThat(monitor.criticalComponents()).containsExactly("storage");
                });
    }

    @Test
    void shippedProbesCanBeWrapped() {
        runner.withPropertyValues(
                        PREFIX + "storage.local.path=.",
                        PREFIX + "kms.provider=local",
                        PREFIX + "kms.key-id=master",
                        PREFIX + "kms.local.keystore=missing.p12")
                .withBean(WrappingPostProcessor.class)
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    await().until(monitor::complete);
                    assertThat(monitor.snapshot("storage").orElseThrow().message())
                            .isEqualTo("Wrapped.");
                    assertThat(monitor.snapshot("kms").orElseThrow().message()).isEqualTo("Wrapped.");
                });
    }

    @Test
    void appliesItsProperties() {
        runner.withPropertyValues(
                        PREFIX + "timeout=2",
                        PREFIX + "refresh-interval=4s",
                        PREFIX + "failure-threshold=3",
                        PREFIX + "success-threshold=2",
                        PREFIX + "max-age=70s",
                        PREFIX + "checks.memory.critical=true",
                        PREFIX + "checks.memory.timeout=1s",
                        PREFIX + "checks.memory.refresh-interval=40s",
                        PREFIX + "checks.memory.failure-threshold=1",
                        PREFIX + "checks.searchindex.max-age=80s")
                .withBean("mine", HealthCheck.class, () -> check("search-index"))
                .run(context -> {
                    HealthProperties properties = context.getBean(HealthProperties.class);
                    assertThat(properties.settings("memory", "memory", false).toString())
                            .isEqualTo(
                                    "CheckSettings[name=memory, critical=true, timeout=PT1S, refreshInterval=PT40S, downInterval=PT40S,"
                                            + " maxAge=PT2M, failureThreshold=1, successThreshold=2]");
                    assertThat(properties
                                    .settings("search-index", "search-index", true)
                                    .toString())
                            .isEqualTo(
                                    "CheckSettings[name=search-index, critical=true, timeout=PT2S,"
                                            + " refreshInterval=PT4S, downInterval=PT4S, maxAge=PT1M20S, failureThreshold=3, successThreshold=2]");
                    assertThat(properties.settings("kms", "kms", false).refreshInterval())
                            .hasSeconds(30);
                    assertThat(properties.settings("kms", "kms", false).maxAge())
                            .hasSeconds(90);
                });
    }

    /** A result that is as late as it may be must not be too old. */
    @Test
    void maxAgeGrowsWithTheTimeLimitUnlessItIsSet() {
        runner.withPropertyValues(PREFIX + "timeout=55s", PREFIX + "checks.memory.timeout=10m")
                .run(context -> {
                    HealthProperties properties = context.getBean(HealthProperties.class);
                    assertThat(properties.settings("thing", "thing", false).maxAge())
                            .hasSeconds(65);
                    assertThat(properties.settings("memory", "memory", false).maxAge())
                            .hasSeconds(610);
                });
        runner.withPropertyValues(PREFIX + "max-age=70s", PREFIX + "checks.memory.timeout=10m")
                .run(context -> assertThat(context.getBean(HealthProperties.class)
                                .settings("memory", "memory", false)
                                .maxAge())
                        .hasSeconds(610));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=0s|timeout|but is 0s|a duration, as in 5s",
                "refresh-interval=-1s|refresh-interval|but is -1s|a duration, as in 5s",
                "failure-threshold=0|failure-threshold|but is 0|a number from 1",
                "success-threshold=-1|success-threshold|but is -1|a number from 1",
                "max-age=59s|max-age|is 59s, the refresh interval 10s and the time limit 5s|1m or more",
                "timeout=55s,max-age=64s|max-age|is 64s, the refresh interval 10s and the time limit 55s|65s or more, or a shorter time limit",
                "checks.memory.timeout=2m,checks.memory.max-age=125s|checks.memory.max-age|is 125s|130s or more, or a shorter time limit",
                "checks.memory.max-age=59s|checks.memory.max-age|is 59s|1m or more",
                "checks.memory.refresh-interval=30s,checks.memory.max-age=89s|checks.memory.max-age|is 89s|90s or more",
                "down-interval=9s|down-interval|is 9s, and the refresh interval is 10s|10s or more",
                "down-interval=0s|down-interval|but is 0s|a duration, as in 5s",
                "checks.memory.down-interval=9s|checks.memory.down-interval|is 9s|10s or more",
                "http.billing.url=http://localhost/,checks.http.down-interval=9s|checks.http.down-interval|is 9s|10s or more",
                "max-age=999999d|max-age|at most 365d, but is 999999d|a duration, as in 5s",
                "timeout=999999d|timeout|at most 365d|a duration, as in 5s",
                "refresh-interval=366d|refresh-interval|at most 365d|a duration, as in 5s",
                "checks.memory.refresh-interval=366d|checks.memory.refresh-interval|at most 365d|a duration, as in 5s",
                "storage.local.path=|storage.local.path|It is empty|a folder, or remove it",
                "storage.local.path=a\0b|storage.local.path|It is no path|a folder, or remove it",
                "kms.provider=local,kms.key-id=a,kms.local.keystore=a\0b|kms.local.keystore|It is no path|the path of a keystore",
                "checks.memory.timeout=0s|checks.memory.timeout|but is 0s|a duration, as in 5s",
                "checks.memory.failure-threshold=0|checks.memory.failure-threshold|but is 0|a number from 1",
                "memory.threshold-percent=101|memory.threshold-percent|but is 101|a number from 1 to 100",
                "storage.s3.bucket= |storage.s3.bucket|It is empty|the name of a bucket, or remove it",
                "storage.azure.container= |storage.azure.container|It is empty|the name of a container, or remove it",
                "storage.gcs.bucket= |storage.gcs.bucket|It is empty|the name of a bucket, or remove it",
                "storage.min-free=-1B|storage.min-free|but is -1B|a size, as in 500MB",
                "kms.provider=cloud|kms.provider|There is no provider 'cloud'|local, pkcs11, aws-kms, vault-transit, azure-key-vault, google-cloud-kms, or remove it and define a bean of the type KmsProbe for another service",
                "kms.provider=local|kms.local.keystore|It is missing|the path of a keystore",
                "kms.local.keystore=keys.p12|kms.provider|It is missing|local"
            })
    void refusesWrongValues(String properties, String key, String message, String remedy) {
        String[] pairs = (PREFIX + properties.replace(",", "," + PREFIX)).split(",");
        runner.withPropertyValues(pairs).run(context -> {
            ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
            assertThat(error).isNotNull();
            assertThat(error.configKey()).isEqualTo(PREFIX + key);
            assertThat(error).hasMessageContaining(message);
            assertThat(error.expectedType()).contains(remedy);
        });
    }

    @Test
    void refusesAMissingKeyId() {
        runner.withPropertyValues(PREFIX + "kms.provider=local", PREFIX + "kms.local.keystore=keys.p12")
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class)
                                .configKey())
                        .isEqualTo(PREFIX + "kms.key-id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "checks.memroy.timeout=1s|checks.memroy|The health checks are: database, http, kms, memory, ping, search-index, storage.",
                "checks.[Search_Index].timeout=1s|checks.Search_Index|Name it with words of lower-case letters"
            })
    void refusesUnknownChecks(String property, String key, String remedy) {
        runner.withBean("mine", HealthCheck.class, () -> check("search-index"))
                .withPropertyValues(PREFIX + property)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).isNotNull();
                    assertThat(error.configKey()).isEqualTo(PREFIX + key);
                    assertThat(error.detail())
                            .hasValueSatisfying(detail -> assertThat(detail).contains(remedy));
                });
    }

    @Test
    void refusesUnknownKeysOfACheck() {
        runner.withPropertyValues(PREFIX + "checks.memory.timeuot=1s")
                .run(context -> assertThat(ErrorChain.find(
                                context.getStartupFailure(), UnboundConfigurationPropertiesException.class))
                        .isNotNull());
    }

    @Test
    void refusesOneCheckInTwoSpellings() {
        runner.withBean("mine", HealthCheck.class, () -> check("search-index"))
                .withPropertyValues(
                        PREFIX + "checks.search-index.timeout=1s", PREFIX + "checks.searchindex.critical=false")
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("there twice"));
    }

    @Test
    void refusesTwoChecksOfOneName() {
        runner.withBean("one", HealthCheck.class, () -> check("search-index"))
                .withBean("two", HealthCheck.class, () -> check("search-index"))
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("its name() returns 'search-index', as that of the bean '"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Search", "search_index", "-search", "liveness", "readiness", "startup", ""})
    void refusesNames(String name) {
        runner.withBean("mine", HealthCheck.class, () -> check(name))
                .run(context -> assertThat(ErrorChain.find(context.getStartupFailure(), ConfigurationError.class))
                        .hasMessageContaining("its name() returns '" + name + "', which is ")
                        .extracting(ConfigurationError::configKey)
                        .isEqualTo("bean 'mine'"));
    }

    @Test
    void keepsThePasswordToItself() {
        runner.withPropertyValues(
                        PREFIX + "kms.provider=local",
                        PREFIX + "kms.key-id=master",
                        PREFIX + "kms.local.keystore=missing.p12",
                        PREFIX + "kms.local.password=Planted-4711")
                .run(context -> {
                    assertThat(context.getBean(HealthProperties.class).toString())
                            .contains("missing.p12")
                            .doesNotContain("Planted");
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    await().until(monitor::complete);
                    Map<String, Object> details =
                            monitor.snapshot("kms").orElseThrow().details();
                    assertThat(details).containsEntry("state", "UNHEALTHY");
                    assertThat(details.toString()).doesNotContain("Planted").doesNotContain("missing.p12");
                });
    }

    @Test
    void endsItsThreadsWithTheContext() {
        runner.run(context ->
                await().until(() -> !DefaultHealthMonitorTests.threads().isEmpty()));
        // A pool has ended a moment before its last thread has.
        await().until(() -> DefaultHealthMonitorTests.threads().isEmpty());
    }

    private static HealthCheck check(String name) {
        return new HealthCheck() {

            @Override
            public String name() {
                return name;
            }

            @Override
            public ComponentHealth check() {
                return ComponentHealth.healthy("Mine.");
            }
        };
    }

    static final class WrappingPostProcessor implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (bean instanceof StorageProbe) {
                return (StorageProbe) () -> ComponentHealth.healthy("Wrapped.");
            }
            return bean instanceof KmsProbe ? (KmsProbe) () -> ComponentHealth.healthy("Wrapped.") : bean;
        }
    }
}
