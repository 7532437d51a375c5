/**
 * What HTTP clients built by Spring Boot's builders carry to other services and make of their problems. Keys
 * {@code vault.observability.request-id.propagate} and {@code vault.observability.problem.client.*}; entry class
 * {@link io.llmdatavault.observability.web.client.ClientAutoConfiguration}. Nothing here is for applications: they see
 * request headers and {@link io.llmdatavault.observability.error.VaultError}s. The customizers of the two Boot lines have
 * a package each below this one.
 */
@NullMarked
package io.llmdatavault.observability.web.client;

import org.jspecify.annotations.NullMarked;
