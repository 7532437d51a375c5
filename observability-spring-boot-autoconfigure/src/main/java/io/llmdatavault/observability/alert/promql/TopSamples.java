package io.llmdatavault.observability.alert.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the largest (or smallest) samples of one group. A binary heap with the least wanted sample on top, which sifts
 * exactly as that of Go does: which of several equal samples stays depends on it.
 */
final class TopSamples {

    private final InstantVector vector;

    private final int limit;

    private final boolean largest;

    /** Indexes into the vector. */
    private final List<Integer> heap = new ArrayList<>();

    TopSamples(InstantVector vector, int limit, boolean largest) {
        this.vector = vector;
        this.limit = limit;
        this.largest = largest;
    }

    void offer(int index) {
        if (heap.size() < limit) {
            heap.add(index);
            siftUp();
            return;
        }
        double worst = vector.value(heap.get(0));
        double value = vector.value(index);
        boolean better = largest ? worst < value : worst > value;
        if (better || (Double.isNaN(worst) && !Double.isNaN(value))) {
            heap.set(0, index);
            siftDown();
        }
    }

    /** The samples, best first, NaN last. */
    void addTo(InstantVector result) {
        List<Integer> sorted = new ArrayList<>(heap);
        sorted.sort(Comparator.comparing(vector::value, best()));
        sorted.forEach(index -> result.add(vector.labels(index), vector.value(index)));
    }

    private Comparator<Double> best() {
        return SortFunctions.nanLast(!largest);
    }

    /** Whether the sample at one place of the heap belongs above that at another; NaN is always least wanted. */
    private boolean less(int left, int right) {
        double a = vector.value(heap.get(left));
        double b = vector.value(heap.get(right));
        return Double.isNaN(a) || (largest ? a < b : a > b);
    }

    private void siftUp() {
        int child = heap.size() - 1;
        while (child > 0) {
            int parent = (child - 1) / 2;
            if (!less(child, parent)) {
                break;
            }
            swap(parent, child);
            child = parent;
        }
    }

    private void siftDown() {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child >= heap.size()) {
                break;
            }
            if (child + 1 < heap.size() && less(child + 1, child)) {
                child++;
            }
            if (!less(child, parent)) {
                break;
            }
            swap(parent, child);
            parent = child;
        }
    }

    private void swap(int left, int right) {
        heap.set(left, heap.set(right, heap.get(left)));
    }
}
