package io.llmdatavault.observability.alert.promql;

import java.util.Arrays;

/**
 * Numbers the groups of series that are the same to a {@link LabelSelection}, from 0, in the order of their first
 * series. A hash table with open addressing: makes nothing for a series of a group that it knows.
 */
final class LabelGroups {

    private final LabelSelection selection;

    /** Number of the group plus 1, or 0; its length is a power of 2. */
    private int[] table = new int[32];

    private int[] hashes = new int[16];

    private Labels[] first = new Labels[16];

    private int size;

    LabelGroups(LabelSelection selection) {
        this.selection = selection;
    }

    int size() {
        return size;
    }

    /** The first series of a group. */
    Labels first(int group) {
        return first[group];
    }

    /** The labels that all series of a group have in common. */
    Labels labels(int group) {
        return selection.of(first[group]);
    }

    /** The group of a series, or -1. */
    int find(Labels labels) {
        int hash = selection.hash(labels);
        return table[slot(labels, hash)] - 1;
    }

    /** The group of a series; {@link #size()} before the call if it is a new one. */
    int findOrAdd(Labels labels) {
        int hash = selection.hash(labels);
        int slot = slot(labels, hash);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (size == first.length) {
            first = Arrays.copyOf(first, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        first[size] = labels;
        hashes[size] = hash;
        table[slot] = ++size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(Labels labels, int hash) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != 0) {
            int group = table[slot] - 1;
            if (hashes[group] == hash && selection.same(first[group], labels)) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        table = new int[table.length * 4];
        int mask = table.length - 1;
        for (int group = 0; group < size; group++) {
            int slot = hashes[group] & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = group + 1;
        }
    }
}
