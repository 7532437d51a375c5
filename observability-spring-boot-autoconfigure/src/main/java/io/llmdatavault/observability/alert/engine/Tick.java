package io.llmdatavault.observability.alert.engine;

import java.time.Instant;

/**
 * One evaluation of all rules: everything in it happens at the same time.
 *
 * @param time what is shown to people
 * @param nanos what durations are measured with: it never jumps
 */
record Tick(Instant time, long nanos) {}
