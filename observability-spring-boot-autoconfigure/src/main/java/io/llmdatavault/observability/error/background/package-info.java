/**
 * Failures that no request sees: of {@code @Async} methods, scheduled tasks and message listeners. They reach the
 * {@link io.llmdatavault.observability.error.report.ErrorReporter} like all others. Entry class
 * {@link io.llmdatavault.observability.error.background.BackgroundFailureAutoConfiguration}.
 */
@NullMarked
package io.llmdatavault.observability.error.background;

import org.jspecify.annotations.NullMarked;
