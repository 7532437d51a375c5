package io.llmdatavault.observability.logging;

import java.util.Map;

import ch.qos.logback.core.spi.DeferredProcessingAware;
import org.jspecify.annotations.Nullable;

/**
 * One log line before it is written. Holds only masked strings, numbers, booleans, maps and lists, so that writing it
 * runs no code of the application's: a {@code toString} that throws, or logs itself, cannot spoil a half-written line.
 *
 * @param members the members, in the order in which they are written
 */
record JsonLine(Map<String, @Nullable Object> members) implements DeferredProcessingAware {

    @Override
    public void prepareForDeferredProcessing() {
        // Everything is resolved already.
    }
}
