package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ObjDoubleConsumer;

/**
 * One sample for each of a set of series, no two with equal labels. Immutable for everybody but its package, which fills
 * it.
 *
 * @since 0.1.0
 */
public final class InstantVector implements Value {

    private Labels[] labels;

    private double[] values;

    private int size;

    InstantVector(int capacity) {
        labels = new Labels[capacity];
        values = new double[capacity];
    }

    /** A vector of one series. */
    public static InstantVector of(Labels labels, double value) {
        InstantVector vector = new InstantVector(1);
        vector.add(labels, value);
        return vector;
    }

    /** A vector of the series of a map, in its order. */
    public static InstantVector of(Map<Labels, Double> series) {
        InstantVector vector = new InstantVector(series.size());
        series.forEach(vector::add);
        return vector;
    }

    void add(Labels series, double value) {
        if (size == values.length) {
            int capacity = Math.max(8, size * 2);
            labels = Arrays.copyOf(labels, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        labels[size] = series;
        values[size++] = value;
    }

    /** Fails if two series have equal labels, which dropping or replacing a label can bring about. */
    InstantVector requireDistinct() {
        if (size < 2) {
            return this;
        }
        // At most half full; Labels know their hash. A HashSet would make an object for each of them.
        Labels[] table = new Labels[Integer.highestOneBit(size) * 4];
        for (int i = 0; i < size; i++) {
            int slot = slot(labels[i].hashCode(), table.length);
            while (table[slot] != null) {
                if (table[slot].equals(labels[i])) {
                    throw sameLabels();
                }
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = labels[i];
        }
        return this;
    }

    private static int slot(int hash, int length) {
        // Multiplied, as hashes of similar labels lie close together and would pile up.
        return (hash * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(length - 1);
    }

    static PromQlException sameLabels() {
        return new PromQlException("vector cannot contain metrics with the same labelset");
    }

    /** How many series there are. */
    public int size() {
        return size;
    }

    /**
     * The labels of a series.
     * @param index from 0
     */
    public Labels labels(int index) {
        return labels[index];
    }

    /**
     * The value of a series.
     * @param index from 0
     */
    public double value(int index) {
        return values[index];
    }

    /** Calls back with labels and value of each series, in the order of the vector. */
    public void forEach(ObjDoubleConsumer<Labels> action) {
        for (int i = 0; i < size; i++) {
            action.accept(labels[i], values[i]);
        }
    }

    @Override
    public ValueType type() {
        return ValueType.INSTANT_VECTOR;
    }

    /** A line for each series: {@code up{job="api"} => 1}. */
    @Override
    public String toString() {
        StringJoiner lines = new StringJoiner("\n");
        forEach((series, value) -> lines.add(series + " => " + Numbers.print(value)));
        return lines.toString();
    }
}
