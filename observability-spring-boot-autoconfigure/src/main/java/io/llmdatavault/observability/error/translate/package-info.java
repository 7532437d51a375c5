/**
 * Makes a {@link io.llmdatavault.observability.error.VaultError} of any exception. Entry class
 * {@link io.llmdatavault.observability.error.translate.ErrorTranslators}, a bean; switched off together with
 * {@code error.report} by {@code vault.observability.errors.enabled=false}. Applications add beans of
 * {@link io.llmdatavault.observability.error.translate.ErrorTranslator}, which are asked before the shipped ones.
 */
@NullMarked
package io.llmdatavault.observability.error.translate;

import org.jspecify.annotations.NullMarked;
