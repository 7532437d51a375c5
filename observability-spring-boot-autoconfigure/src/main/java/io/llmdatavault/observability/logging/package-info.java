/**
 * Log lines that machines read and that hold no secrets. {@link io.llmdatavault.observability.logging.Masker} is the one
 * masker of the starter: it serves log lines, spans, problems and everything else that leaves the service. Keys are
 * below {@code vault.observability.logging}; the entry class is
 * {@link io.llmdatavault.observability.logging.MaskingAutoConfiguration}. Add own rules with
 * {@link io.llmdatavault.observability.logging.MaskingRule}.
 */
@NullMarked
package io.llmdatavault.observability.logging;

import org.jspecify.annotations.NullMarked;
