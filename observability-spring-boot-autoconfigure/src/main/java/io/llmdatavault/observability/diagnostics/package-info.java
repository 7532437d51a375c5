/**
 * Explains failed start-ups: a wrong value, an unknown key and a
 * {@link io.llmdatavault.observability.error.ConfigurationError} thrown by anybody end in a failure analysis that names
 * the key, the value and what to write. Failure analyzers, listed in {@code META-INF/spring.factories}; no keys, nothing
 * to replace.
 */
@NullMarked
package io.llmdatavault.observability.diagnostics;

import org.jspecify.annotations.NullMarked;
