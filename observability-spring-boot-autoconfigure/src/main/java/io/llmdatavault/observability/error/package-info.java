/**
 * The error vocabulary: {@link io.llmdatavault.observability.error.VaultError} with its sixteen kinds, and the
 * {@link io.llmdatavault.observability.error.ErrorContext} that says where and for whom it happened.
 * Plain JDK types (and the SLF4J MDC, which carries the ambient request); no Spring, no configuration keys.
 * Applications specialise a kind by subclassing it. Foreign exceptions are translated in {@code error.translate},
 * counted and logged in {@code error.report}.
 */
@NullMarked
package io.llmdatavault.observability.error;

import org.jspecify.annotations.NullMarked;
