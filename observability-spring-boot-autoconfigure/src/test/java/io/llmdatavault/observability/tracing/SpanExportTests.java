package io.llmdatavault.observability.tracing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SpanExportTests {

    private final OtlpReceiver receiver = new OtlpReceiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void exportsAFailedOperationWithoutItsSecrets() {
        run(
                SpanExportTests::failWithSecrets,
                "vault.observability.tracing.endpoint=" + receiver.url(),
                "vault.observability.tracing.sampling-ratio=1");
        Span span = receiver.spans().stream()
                .filter(candidate -> candidate.getName().equals("login"))
                .findFirst()
                .orElseThrow();
        assertThat(span.toString()).doesNotContain("hunter2");
        assertThat(span.getStatus().getMessage()).isEqualTo("password=***");
        assertThat(span.getEventsList())
                .anySatisfy(event -> assertThat(event.toString())
                        .contains(
                                "exception.message",
                                "exception.stacktrace",
                                "java.lang.IllegalStateException: password=***"));
        assertThat(span.toString()).contains("token=***");
    }

    @Test
    void masksAttributesOfEveryType() {
        run(
                context -> context.getBean(Tracer.class)
                        .spanBuilder("call secret=hunter2")
                        .setAttribute("api_key", "hunter2")
                        .setAttribute(
                                AttributeKey.stringArrayKey("http.request.header.authorization"), List.of("hunter2"))
                        .setAttribute("password", 4711)
                        .setAttribute("gen_ai.usage.total_tokens", 12)
                        .setAttribute("size", 3)
                        .startSpan()
                        .end(),
                "vault.observability.tracing.endpoint=" + receiver.url() + "/",
                "vault.observability.tracing.sampling-ratio=1");
        // Checks of health have spans, too.
        Span span = receiver.spans().stream()
                .filter(candidate -> candidate.getName().startsWith("call"))
                .findFirst()
                .orElseThrow();
        assertThat(span.getName()).isEqualTo("call secret=***");
        assertThat(span.toString()).doesNotContain("hunter2", "4711");
        assertThat(span.getAttributesList())
                .anySatisfy(attribute -> {
                    assertThat(attribute.getKey()).isEqualTo("gen_ai.usage.total_tokens");
                    assertThat(attribute.getValue().getIntValue()).isEqualTo(12);
                })
                .anySatisfy(attribute ->
                        assertThat(attribute.getValue().getIntValue()).isEqualTo(3));
        assertThat(span.getAttributesCount()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void takesTheEndpointOfTheEnvironmentVariable(String path) {
        run(
                SpanExportTests::failWithSecrets,
                "OTEL_EXPORTER_OTLP_ENDPOINT=" + receiver.url() + path,
                "vault.observability.tracing.sampling-ratio=1");
        assertThat(receiver.spans()).extracting(Span::getName).contains("login");
    }

    @Test
    void samplesByTheRatio() {
        run(
                SpanExportTests::failWithSecrets,
                "vault.observability.tracing.endpoint=" + receiver.url(),
                "vault.observability.tracing.sampling-ratio=0");
        assertThat(receiver.spans()).isEmpty();
    }

    @Test
    void exportsNothingAndStaysSilentWithoutAnEndpoint(CapturedOutput output) {
        run(
                context -> {
                    assertThat(context.getBeansOfType(SpanExporter.class)).isEmpty();
                    failWithSecrets(context);
                },
                "vault.observability.tracing.sampling-ratio=1");
        assertThat(receiver.spans()).isEmpty();
        assertThat(output).doesNotContainIgnoringCase("export");
    }

    @Test
    void leavesBootsTracingAsItIsWhenDisabled() {
        run(
                SpanExportTests::failWithSecrets,
                "vault.observability.tracing.enabled=false",
                "vault.observability.tracing.endpoint=http://localhost:1",
                "management.otlp.tracing.endpoint=" + receiver.url() + "/v1/traces",
                "management.tracing.sampling.probability=1");
        assertThat(receiver.spans().toString()).contains("hunter2");
    }

    @Test
    void letsTheKeysOfSpringBootWin() {
        run(
                SpanExportTests::failWithSecrets,
                "vault.observability.tracing.endpoint=http://localhost:1",
                "vault.observability.tracing.sampling-ratio=0",
                "management.otlp.tracing.endpoint=" + receiver.url() + "/v1/traces",
                "management.tracing.sampling.probability=1");
        assertThat(receiver.spans().toString()).contains("login").doesNotContain("hunter2");
    }

    private static void failWithSecrets(ConfigurableApplicationContext context) {
        Observation.createNotStarted("login", context.getBean(ObservationRegistry.class))
                .highCardinalityKeyValue("url", "/a?token=hunter2")
                .start()
                .error(new IllegalStateException("password=hunter2"))
                .stop();
    }

    private static void run(Consumer<ConfigurableApplicationContext> application, String... keys) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(Arrays.stream(keys).map(key -> "--" + key).toArray(String[]::new))) {
            application.accept(context);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
