package io.llmdatavault.observability.alert.promql;

import java.util.Map;

/** Makes instant vectors for tests of other packages. */
public final class InstantVectors {

    private InstantVectors() {}

    /** One series for each entry. */
    public static InstantVector of(Map<Labels, Double> series) {
        InstantVector vector = new InstantVector(series.size());
        series.forEach(vector::add);
        return vector;
    }
}
