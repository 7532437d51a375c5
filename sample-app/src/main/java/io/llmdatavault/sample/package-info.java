/**
 * Record vault: a small real service, written as a user of the starter would write it. Start reading at
 * {@link io.llmdatavault.sample.RecordVaultApplication}; its keys are under {@code vault.sample}.
 */
@NullMarked
package io.llmdatavault.sample;

import org.jspecify.annotations.NullMarked;
