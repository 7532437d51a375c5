package io.llmdatavault.observability.configuration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that belong to no single feature. Read through {@link FeatureSwitch} and {@link ServiceInfo}, which also
 * work before the context exists; this record is what puts them into the configuration metadata.
 *
 * @param enabled Whether this starter does anything at all.
 * @param serviceName Name of the service in logs, traces and alerts. Defaults to spring.application.name.
 * @param environment Where the service runs. Defaults to the environment variable ENVIRONMENT, else unknown.
 * @param serviceVersion Version of the service. Defaults to the version in the build information.
 */
@ConfigurationProperties("vault.observability")
record ObservabilityProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String serviceName,
        @Nullable String environment,
        @Nullable String serviceVersion) {}
