package io.llmdatavault.observability.error.report;

import io.llmdatavault.observability.configuration.ObservabilityAutoConfiguration;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import io.llmdatavault.observability.error.translate.ErrorTranslatorAutoConfiguration;
import io.llmdatavault.observability.metrics.VaultMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorReportAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ObservabilityAutoConfiguration.class,
                    ErrorTranslatorAutoConfiguration.class,
                    ErrorReportAutoConfiguration.class));

    @Test
    void configuresReporter() {
        contextRunner.run(context ->
                assertThat(context).hasSingleBean(DefaultErrorReporter.class).hasSingleBean(RecentErrors.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault.observability.errors.enabled=false", "vault.observability.enabled=false"})
    void backsOffWhenDisabled(String property) {
        contextRunner
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ErrorReporter.class)
                        .doesNotHaveBean(RecentErrors.class)
                        .doesNotHaveBean(FailureMarker.class)
                        .doesNotHaveBean(ErrorsProperties.class));
    }

    @Test
    void backsOffWhenUserDefinesReporter() {
        ErrorReporter own = Mockito.mock(ErrorReporter.class);
        contextRunner
                .withBean("own", ErrorReporter.class, () -> own)
                .run(context -> assertThat(context.getBean(ErrorReporter.class)).isSameAs(own));
    }

    @Test
    void reportsWithoutMicrometer() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class, ObservationRegistry.class, Tracer.class))
                .run(context -> {
                    context.getBean(ErrorReporter.class).report(new IllegalStateException("x"), "a");
                    assertThat(context.getBean(RecentErrors.class).snapshot()).hasSize(1);
                });
    }

    @Test
    void countsThroughTheMetrics() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(VaultMetricsAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    context.getBean(ErrorReporter.class).report(new IllegalStateException("x"), "a");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("vault.errors")
                                    .tags("error_type", "internal", "operation", "a", "retryable", "false")
                                    .counter()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void marksCurrentObservationElseCurrentSpan() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        OpenTelemetryAutoConfiguration.class,
                        OpenTelemetryTracingAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class))
                .run(context -> {
                    assertThat(context).hasSingleBean(SdkTracerProvider.class);
                    ErrorReporter reporter = context.getBean(ErrorReporter.class);
                    IllegalStateException failure = new IllegalStateException("x");
                    Observation observation = Observation.start("outer", context.getBean(ObservationRegistry.class));
                    observation.scoped(() -> reporter.report(failure, "a"));
                    assertThat(observation.getContext().getError()).isSameAs(failure);

                    Tracer tracer = context.getBean(Tracer.class);
                    io.micrometer.tracing.Span span = tracer.nextSpan().start();
                    try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                        assertThat(scope).isNotNull();
                        assertThat(context.getBean(FailureMarker.OfObservation.class)
                                        .mark(failure))
                                .isFalse();
                        assertThat(context.getBean(FailureMarker.OfSpan.class).mark(failure))
                                .isTrue();
                    }
                    assertThat(context.getBean(FailureMarker.OfSpan.class).mark(failure))
                            .isFalse();
                });
    }

    @Test
    void keepsAsManyErrorsAsConfigured() {
        contextRunner.withPropertyValues("vault.observability.errors.recent=2").run(context -> {
            for (int i = 0; i < 3; i++) {
                context.getBean(ErrorReporter.class).report(new IllegalStateException("x"), "a");
            }
            assertThat(context.getBean(RecentErrors.class).snapshot()).hasSize(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10001"})
    void explainsWrongNumberOfErrors(String value) {
        contextRunner
                .withPropertyValues("vault.observability.errors.recent=" + value)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).isNotNull().hasMessageContaining("must be between 1 and 10000, but is " + value);
                    assertThat(error.configKey()).isEqualTo("vault.observability.errors.recent");
                });
    }

    @Test
    void refusesUnknownKey() {
        contextRunner
                .withPropertyValues("vault.observability.errors.recents=1")
                .run(context -> assertThat(context).hasFailed());
    }
}
