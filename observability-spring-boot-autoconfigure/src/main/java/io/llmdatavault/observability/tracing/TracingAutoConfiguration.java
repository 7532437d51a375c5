package io.llmdatavault.observability.tracing;

import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import io.llmdatavault.observability.logging.Masker;
import io.llmdatavault.observability.logging.MaskingAutoConfiguration;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what is added to Spring Boot's tracing. The keys themselves are
 * laid on Boot's before there is a context.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MaskingAutoConfiguration.class)
@ConditionalOnFeature("tracing")
@EnableConfigurationProperties(TracingProperties.class)
public final class TracingAutoConfiguration {

    private static final Logger logger = LoggerFactory.getLogger(TracingAutoConfiguration.class);

    TracingAutoConfiguration(Environment environment, TracingProperties properties) {
        String obstacle = TracingDefaults.findObstacle(environment);
        boolean endpointIsSet = properties.endpoint() != null
                || environment.containsProperty(TracingDefaults.OTLP)
                || environment.containsProperty(TracingDefaults.OTLP_4);
        if (obstacle != null && !endpointIsSet) {
            logger.warn(
                    "No spans are exported: {}. Set vault.observability.tracing.endpoint to the collector's HTTP"
                            + " address, as in http://localhost:4318",
                    obstacle);
        }
    }

    /** Keeps secrets out of exported spans. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpanExporter.class)
    static class SpanMaskingConfiguration {

        @Bean
        @ConditionalOnMissingBean
        static SpanMaskingPostProcessor vaultSpanMaskingPostProcessor(ObjectProvider<Masker> masker) {
            return new SpanMaskingPostProcessor(masker);
        }
    }

    /** Ends start-up: with two bridges, traces would be lost without a word. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {"io.micrometer.tracing.brave.bridge.BraveTracer", "io.micrometer.tracing.otel.bridge.OtelTracer"})
    @Import(TwoBridgesRefusal.class)
    static class TwoBridgesConfiguration {}

    static final class TwoBridgesRefusal implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
            throw new TwoTracingBridgesException();
        }
    }
}
