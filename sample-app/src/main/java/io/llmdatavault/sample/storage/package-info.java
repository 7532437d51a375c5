/**
 * Where encrypted records are kept. The shipped {@link io.llmdatavault.sample.storage.RecordStorage} is a local folder.
 */
@NullMarked
package io.llmdatavault.sample.storage;

import org.jspecify.annotations.NullMarked;
