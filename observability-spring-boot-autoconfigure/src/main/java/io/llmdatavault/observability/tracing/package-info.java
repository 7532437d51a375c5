/**
 * The starter's tracing keys ({@code vault.observability.tracing}) laid on Spring Boot's own tracing, and secrets kept
 * out of exported spans. The entry class is {@link io.llmdatavault.observability.tracing.TracingAutoConfiguration}.
 * Tracer, exporters and sampler are Boot's and are replaced as Boot's: with a {@code management.*} key or a bean.
 */
@NullMarked
package io.llmdatavault.observability.tracing;

import org.jspecify.annotations.NullMarked;
