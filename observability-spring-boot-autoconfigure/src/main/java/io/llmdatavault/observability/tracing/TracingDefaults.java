package io.llmdatavault.observability.tracing;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.configuration.DefaultProperties;
import io.llmdatavault.observability.configuration.FeatureSwitch;
import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Lays {@code vault.observability.tracing} on Spring Boot's tracing, in the spelling of every supported line. Without an
 * endpoint none is laid: then Boot makes no exporter, so nothing connects and nothing fails.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OpenTelemetry Protocol Exporter</a>
 */
final class TracingDefaults implements DefaultProperties {

    private static final String ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final String PROTOCOL_VARIABLE = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static final String TRACES_PATH = "/v1/traces";

    static final String OTLP = "management.otlp.tracing.endpoint";

    /** From Spring Boot 4 on. */
    static final String OTLP_4 = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String PROBABILITY = "management.tracing.sampling.probability";

    @Override
    public Map<String, Object> contribute(ConfigurableEnvironment environment) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        if (!FeatureSwitch.isOn(environment, "tracing")) {
            return defaults;
        }
        TracingProperties properties = TracingProperties.from(environment);
        String endpoint = endpoint(environment, properties);
        if (endpoint != null) {
            defaults.put(OTLP, endpoint);
            defaults.put(OTLP_4, endpoint);
        }
        if (properties.samplingRatio() != null) {
            defaults.put(PROBABILITY, properties.samplingRatio());
        }
        return defaults;
    }

    private static @Nullable String endpoint(Environment environment, TracingProperties properties) {
        if (StringUtils.hasText(properties.endpoint())) {
            String endpoint = properties.endpoint().trim();
            String path = URI.create(endpoint).getPath();
            return path.isEmpty() || path.equals("/") ? withTracesPath(endpoint) : endpoint;
        }
        String base = environment.getProperty(ENDPOINT_VARIABLE);
        return StringUtils.hasText(base) && findObstacle(environment) == null ? withTracesPath(base.trim()) : null;
    }

    /**
     * Why the environment variable cannot be used. It may be meant for an agent or a sidecar, so that it never ends a
     * start-up, as a wrong key of ours does.
     */
    static @Nullable String findObstacle(Environment environment) {
        String base = environment.getProperty(ENDPOINT_VARIABLE);
        if (!StringUtils.hasText(base)) {
            return null;
        }
        if ("grpc".equalsIgnoreCase(environment.getProperty(PROTOCOL_VARIABLE))) {
            return PROTOCOL_VARIABLE + " is grpc, and spans are sent over HTTP";
        }
        try {
            TracingProperties.checkEndpoint(ENDPOINT_VARIABLE, base);
            return null;
        } catch (ConfigurationError ex) {
            return ENDPOINT_VARIABLE + " is no http or https URL";
        }
    }

    private static String withTracesPath(String base) {
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + TRACES_PATH;
    }
}
