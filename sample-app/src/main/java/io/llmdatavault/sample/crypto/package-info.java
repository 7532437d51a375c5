/**
 * Envelope encryption: every record has its own data key, which a {@link io.llmdatavault.sample.crypto.Kms} hands out
 * and wraps. The shipped one keeps its key in a local keystore.
 */
@NullMarked
package io.llmdatavault.sample.crypto;

import org.jspecify.annotations.NullMarked;
