package io.llmdatavault.observability.tracing;

import java.net.URI;
import java.net.URISyntaxException;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Properties of the tracing feature. Bound early too, to lay them on Spring Boot's.
 *
 * @param enabled Whether these keys are laid on Spring Boot's tracing and secrets are masked in spans.
 * @param endpoint URL of the OTLP receiver that takes spans over HTTP. The path /v1/traces is added when there is none.
 * Defaults to the environment variable OTEL_EXPORTER_OTLP_ENDPOINT; without either nothing is exported.
 * @param samplingRatio Share of traces that are sampled, from 0 to 1. Unset leaves Spring Boot's default.
 */
@ConfigurationProperties(value = TracingProperties.PREFIX, ignoreUnknownFields = false)
record TracingProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String endpoint,
        @Nullable Double samplingRatio) {

    static final String PREFIX = "vault.observability.tracing";

    TracingProperties {
        if (endpoint != null && !endpoint.isBlank()) {
            checkEndpoint(PREFIX + ".endpoint", endpoint);
        }
        if (samplingRatio != null && !(samplingRatio >= 0 && samplingRatio <= 1)) {
            throw ConfigurationError.builder(
                            PREFIX + ".sampling-ratio", "The ratio " + samplingRatio + " is out of range")
                    .expectedType("a number from 0 to 1")
                    .build();
        }
    }

    static TracingProperties from(Environment environment) {
        try {
            return Binder.get(environment).bindOrCreate(PREFIX, TracingProperties.class);
        } catch (BindException ex) {
            // Name the key that is wrong, not the record that refused it.
            for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigurationError error) {
                    throw error;
                }
            }
            throw ex;
        }
    }

    static URI checkEndpoint(String key, String endpoint) {
        try {
            URI uri = new URI(endpoint.trim());
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException ex) {
            // Explained below, without the value: it may hold credentials.
        }
        throw ConfigurationError.builder(key, "The endpoint is no http or https URL")
                .expectedType("a URL, as in http://localhost:4318/v1/traces")
                .build();
    }
}
