package io.llmdatavault.observability.error.translate;

import io.llmdatavault.observability.error.VaultError;
import org.jspecify.annotations.Nullable;

/**
 * A translator of ours. It hands out the builder, so that the chain can make the original exception the cause even when
 * one of its causes was recognised.
 */
@FunctionalInterface
interface ShippedTranslator {

    VaultError.@Nullable Builder<?> describe(Throwable throwable);
}
