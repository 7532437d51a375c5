/**
 * Where encrypted records are kept: a {@link io.llmdatavault.sample.storage.RecordStorage} is a local folder, or a bucket
 * with the profile {@code s3}.
 */
@NullMarked
package io.llmdatavault.sample.storage;

import org.jspecify.annotations.NullMarked;
