package io.llmdatavault.observability.alert.promql;

/**
 * The value that says that a series has ended, as Prometheus writes it: one special NaN, which differs from an ordinary
 * NaN in its bits only.
 *
 * @since 0.1.0
 */
public final class StaleMarker {

    private static final long BITS = 0x7ff0000000000002L;

    /** The marker. */
    public static final double VALUE = Double.longBitsToDouble(BITS);

    private StaleMarker() {}

    /** Whether a value is the marker, and not a number or an ordinary NaN. */
    public static boolean is(double value) {
        return Double.doubleToRawLongBits(value) == BITS;
    }
}
