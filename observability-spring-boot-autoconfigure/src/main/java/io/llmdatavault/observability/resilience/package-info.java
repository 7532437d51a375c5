/**
 * What the features below share: finding annotated methods
 * ({@link io.llmdatavault.observability.resilience.AnnotatedMethods}) and counting outcomes. Nothing here is for
 * applications; it may change at any time. See the packages {@code retry} and {@code ratelimit}.
 */
@NullMarked
package io.llmdatavault.observability.resilience;

import org.jspecify.annotations.NullMarked;
