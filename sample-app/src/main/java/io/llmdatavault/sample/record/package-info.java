/**
 * Records: any bytes under an id, encrypted before they are stored. {@code RecordService} is where database, key
 * management and storage meet.
 */
@NullMarked
package io.llmdatavault.sample.record;

import org.jspecify.annotations.NullMarked;
