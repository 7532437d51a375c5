package io.llmdatavault.observability.tracing;

import java.util.Collection;
import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.tracing.SpanExporters;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class TracingAutoConfigurationTests {

    private static final String BRAVE = "io.micrometer.tracing.brave.bridge.BraveTracer";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MaskingAutoConfiguration.class, TracingAutoConfiguration.class));

    @Test
    void masksWhatSpringBootHandsToExporters() {
        runner.withUserConfiguration(Exporters.class).run(context -> {
            SpanExporters exporters = context.getBean(SpanExporters.class);
            assertThat(exporters.list()).singleElement().isInstanceOf(MaskingSpanExporter.class);
            assertThat(exporters).singleElement().isInstanceOf(MaskingSpanExporter.class);
            assertThat(exporters.spliterator().estimateSize()).isOne();
            assertThat(exporters.hashCode()).isEqualTo(exporters.hashCode());
        });
    }

    @Test
    void leavesExporterBeansTheirType() {
        runner.withUserConfiguration(Exporters.class)
                .run(context -> assertThat(context).hasSingleBean(OwnExporter.class));
    }

    @ParameterizedTest
    @CsvSource({"vault.observability.enabled=false", "vault.observability.tracing.enabled=false"})
    void backsOffWhenDisabled(String key) {
        runner.withUserConfiguration(Exporters.class).withPropertyValues(key).run(context -> {
            assertThat(context)
                    .doesNotHaveBean(SpanMaskingPostProcessor.class)
                    .doesNotHaveBean(TracingProperties.class);
            assertThat(context.getBean(SpanExporters.class).list())
                    .singleElement()
                    .isInstanceOf(OwnExporter.class);
        });
    }

    @Test
    void backsOffWithoutTheOpenTelemetrySdk() {
        runner.withClassLoader(new FilteredClassLoader(SpanExporter.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SpanMaskingPostProcessor.class));
    }

    @Test
    void refusesUnknownKeys() {
        runner.withPropertyValues("vault.observability.tracing.endpiont=x")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void endsStartUpWithTwoBridgesAndExplains(CapturedOutput output) {
        assertThatException().isThrownBy(() -> startWithBrave()).isInstanceOf(TwoTracingBridgesException.class);
        assertThat(output)
                .contains(
                        "micrometer-tracing-bridge-otel</artifactId>", "micrometer-tracing-bridge-brave</artifactId>");
    }

    @Test
    void startsWithTwoBridgesWhenDisabledAndWithOneOfThem() {
        runner.withClassLoader(new WithBrave())
                .withPropertyValues("vault.observability.tracing.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withClassLoader(new WithBrave(OtelTracer.class))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withClassLoader(new WithBrave())
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @CsvSource({
        "vault.observability.tracing.endpoint, localhost:4318",
        "vault.observability.tracing.endpoint, http://a b",
        "vault.observability.tracing.endpoint, ftp://host",
        "vault.observability.tracing.sampling-ratio, 1.5",
        "vault.observability.tracing.sampling-ratio, -0.1",
        "vault.observability.tracing.sampling-ratio, NaN"
    })
    void refusesWrongValues(String key, String value) {
        MockEnvironment environment = new MockEnvironment().withProperty(key, value);
        assertThatExceptionOfType(ConfigurationError.class)
                .isThrownBy(() -> new TracingDefaults().contribute(environment))
                .satisfies(error -> assertThat(error.configKey()).isEqualTo(key))
                .satisfies(error -> assertThat(error.expectedType()).isPresent());
    }

    /** The variable is often meant for an agent: it never ends a start-up, as a wrong key of ours does. */
    @ParameterizedTest
    @CsvSource({"collector:4317, http/protobuf", "nowhere, ''", "http://collector:4317, grpc"})
    void leavesVariableItCannotUse(String endpoint, String protocol) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .withProperty("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
        assertThat(new TracingDefaults().contribute(environment)).isEmpty();
        assertThat(TracingDefaults.findObstacle(environment)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318, http://c:4318/v1/traces",
        "http://c:4318/, http://c:4318/v1/traces",
        "https://c/custom, https://c/custom",
        "http://c:4318/v1/traces, http://c:4318/v1/traces"
    })
    void laysTheEndpointInTheSpellingOfBothLines(String endpoint, String laid) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("vault.observability.tracing.endpoint", endpoint)
                .withProperty("OTEL_EXPORTER_OTLP_ENDPOINT", "http://other");
        assertThat(new TracingDefaults().contribute(environment))
                .containsOnlyKeys(
                        "management.otlp.tracing.endpoint", "management.opentelemetry.tracing.export.otlp.endpoint")
                .containsValue(laid)
                .doesNotContainValue("http://other/v1/traces");
    }

    @Test
    void laysNothingOfItsOwnAccord() {
        assertThat(new TracingDefaults().contribute(new MockEnvironment())).isEmpty();
        assertThat(new TracingDefaults()
                        .contribute(new MockEnvironment()
                                .withProperty("vault.observability.tracing.endpoint", "nonsense")
                                .withProperty("vault.observability.tracing.enabled", "false")))
                .isEmpty();
    }

    private static void startWithBrave() {
        new SpringApplicationBuilder(Application.class)
                .resourceLoader(new DefaultResourceLoader(new WithBrave()))
                .web(WebApplicationType.NONE)
                .run()
                .close();
    }

    /** Knows a class of the name of Brave's tracer: having the real one here would change every other test. */
    private static final class WithBrave extends FilteredClassLoader {

        WithBrave(Class<?>... hidden) {
            super(hidden);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(BRAVE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            ClassWriter writer = new ClassWriter(0);
            writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class Exporters {

        @Bean
        OwnExporter ownExporter() {
            return new OwnExporter();
        }

        @Bean
        SpanExporters spanExporters(List<SpanExporter> exporters) {
            return SpanExporters.of(exporters);
        }
    }

    static final class OwnExporter implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
