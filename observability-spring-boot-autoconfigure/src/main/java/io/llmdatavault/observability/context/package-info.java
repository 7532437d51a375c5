/**
 * What follows a request from thread to thread: the ids in the logging MDC, and with them whatever else Micrometer's context
 * propagation carries, as the current span. Keys {@code vault.observability.context-propagation.*}; entry class
 * {@link io.llmdatavault.observability.context.ContextPropagationAutoConfiguration}. Nothing here is for applications: a
 * {@code TaskDecorator} bean of theirs replaces ours.
 */
@NullMarked
package io.llmdatavault.observability.context;

import org.jspecify.annotations.NullMarked;
