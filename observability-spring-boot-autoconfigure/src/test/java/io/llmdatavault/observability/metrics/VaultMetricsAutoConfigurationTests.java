package io.llmdatavault.observability.metrics;

import java.time.Duration;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.MetricsAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.metrics.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

class VaultMetricsAutoConfigurationTests {

    private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            PrometheusMetricsExportAutoConfiguration.class,
            VaultMetricsAutoConfiguration.class);

    private final WebApplicationContextRunner contextRunner =
            new WebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS);

    @Test
    void configuresMetrics() {
        contextRunner.run(context -> assertThat(context)
                .hasSingleBean(DefaultVaultMetrics.class)
                .hasSingleBean(SeriesLimit.class)
                .hasSingleBean(ServletRequestMetrics.class)
                .hasBean("vaultActiveRequestsConfigurer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.metrics.enabled=false", "vault.observability.enabled=false"})
    void backsOffWhenDisabled(String property) {
        contextRunner.withPropertyValues(property).run(VaultMetricsAutoConfigurationTests::assertNothingOfOurs);
    }

    @Test
    void backsOffWithoutMicrometer() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(VaultMetricsAutoConfigurationTests::assertNothingOfOurs);
    }

    @Test
    void backsOffWithoutMeterRegistry() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(VaultMetricsAutoConfiguration.class))
                .run(VaultMetricsAutoConfigurationTests::assertNothingOfOurs);
    }

    private static void assertNothingOfOurs(org.springframework.context.ApplicationContext context) {
        assertThat(context.getBeanDefinitionNames())
                .filteredOn(name -> name.startsWith("vault"))
                .isEmpty();
    }

    @Test
    void recordsNoRequestsWithoutWebMvcOrOutsideAWebApplication() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(VaultMetrics.class)
                        .doesNotHaveBean(ServletRequestMetrics.class));
        new ApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .run(context -> assertThat(context)
                        .hasSingleBean(VaultMetrics.class)
                        .doesNotHaveBean(ServletRequestMetrics.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .run(context -> assertThat(context)
                        .hasSingleBean(VaultMetrics.class)
                        .doesNotHaveBean(ServletRequestMetrics.class));
    }

    @Test
    void backsOffWhenUserDefinesMetrics() {
        VaultMetrics own = Mockito.mock(VaultMetrics.class);
        contextRunner
                .withBean("own", VaultMetrics.class, () -> own)
                .run(context -> assertThat(context.getBean(VaultMetrics.class)).isSameAs(own));
    }

    @Test
    void appliesTheBoundToTheRegistryOfBoot() {
        contextRunner
                .withPropertyValues("vault.observability.metrics.max-series-per-family=2")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    for (int i = 0; i < 5; i++) {
                        registry.counter("vault.own", "id", "id" + i).increment();
                    }
                    assertThat(registry.find("vault.own").counters()).hasSize(3);
                    assertThat(registry.get("vault.metric.series.folded")
                                    .tag("family", "vault_own")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(3);
                });
    }

    @Test
    void letsBootsPropertyReplaceTheBuckets() {
        contextRunner
                .withPropertyValues("management.metrics.distribution.slo.vault.request.duration=2s,3s")
                .run(context -> {
                    context.getBean(VaultMetrics.class).recordRequest("GET", "/a", 200, Duration.ofSeconds(1));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("vault.request.duration")
                                    .timer()
                                    .takeSnapshot()
                                    .histogramCounts())
                            .extracting(CountAtBucket::bucket)
                            .containsExactly(2e9, 3e9);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "max-series-per-family, 0, must be 1 or more",
        "http.exclude-paths, '/a/{', is not a path pattern",
    })
    void explainsWrongValue(String key, String value, String explanation) {
        contextRunner
                .withPropertyValues("vault.observability.metrics." + key + "=" + value)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).isNotNull().hasMessageContaining(explanation);
                    assertThat(error.configKey()).isEqualTo("vault.observability.metrics." + key);
                    assertThat(error.expectedType()).isPresent();
                });
    }

    @Test
    void refusesUnknownKey() {
        contextRunner
                .withPropertyValues("vault.observability.metrics.max-serie=1")
                .run(context -> assertThat(context).hasFailed());
    }
}
