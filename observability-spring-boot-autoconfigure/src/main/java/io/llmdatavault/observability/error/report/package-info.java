/**
 * Reports a failure once, wherever it is caught: counts it, marks the current span, logs one line, and keeps it among
 * the recent errors. Entry class {@link io.llmdatavault.observability.error.report.ErrorReporter}, a bean that an
 * application may replace. Keys {@code vault.observability.errors.*}.
 */
@NullMarked
package io.llmdatavault.observability.error.report;

import org.jspecify.annotations.NullMarked;
