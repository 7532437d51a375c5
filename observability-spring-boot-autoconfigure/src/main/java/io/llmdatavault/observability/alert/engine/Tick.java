package io.llmdatavault.observability.alert.engine;

import java.time.Instant;

/**
 * One evaluation of all rules that are due: everything in it happens at the same time.
 *
 * @param time what samples have and people see, in whole milliseconds; after that of the last tick
 * @param nanos what durations are measured with: it never jumps
 */
record Tick(Instant time, long nanos) {

    long timestamp() {
        return time.toEpochMilli();
    }
}
