package io.llmdatavault.observability.tracing;

/** Both bridges of Micrometer Tracing are on the class path: spans would be made by one and exported by the other. */
final class TwoTracingBridgesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TwoTracingBridgesException() {
        super("Two tracing bridges are on the class path");
    }
}
