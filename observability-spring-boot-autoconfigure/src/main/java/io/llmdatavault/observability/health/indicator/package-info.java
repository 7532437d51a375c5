/**
 * Somebody else's health indicators as they are shown: by what they said last. The same for both Boot lines and for blocking
 * and reactive indicators; {@code boot3} and {@code boot4} bring the types.
 */
@NullMarked
package io.llmdatavault.observability.health.indicator;

import org.jspecify.annotations.NullMarked;
