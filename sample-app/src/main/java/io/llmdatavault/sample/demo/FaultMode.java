package io.llmdatavault.sample.demo;

/** How a component behaves: as it should, failing at once, or not answering at all. */
enum FaultMode {
    OK,
    FAIL,
    SLOW
}
