/**
 * Who may call {@code /api/**}: callers with an API key, once {@code vault.sample.api-keys} is set.
 */
@NullMarked
package io.llmdatavault.sample.access;

import org.jspecify.annotations.NullMarked;
