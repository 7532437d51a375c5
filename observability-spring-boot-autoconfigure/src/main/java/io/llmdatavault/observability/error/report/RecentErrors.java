package io.llmdatavault.observability.error.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The last failures that were reported, at most {@code vault.observability.errors.recent} of them. A bean. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RecentErrors {

    private final Deque<RecentError> errors = new ArrayDeque<>();

    private final int capacity;

    RecentErrors(int capacity) {
        this.capacity = capacity;
    }

    /**
     * What is remembered now.
     * @return an unmodifiable copy, the newest first
     */
    public List<RecentError> snapshot() {
        List<RecentError> copy;
        synchronized (errors) {
            copy = new ArrayList<>(errors);
        }
        return Collections.unmodifiableList(copy);
    }

    void add(RecentError error) {
        synchronized (errors) {
            if (errors.size() == capacity) {
                errors.removeLast();
            }
            errors.addFirst(error);
        }
    }
}
