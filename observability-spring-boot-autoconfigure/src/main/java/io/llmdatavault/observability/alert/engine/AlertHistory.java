package io.llmdatavault.observability.alert.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.llmdatavault.observability.alert.notify.AlertTransition;

/** The last changes of alerts. Thread-safe. */
final class AlertHistory {

    private final Deque<AlertTransition> transitions = new ArrayDeque<>();

    private final int size;

    AlertHistory(int size) {
        this.size = size;
    }

    synchronized void add(AlertTransition transition) {
        if (transitions.size() == size) {
            transitions.removeLast();
        }
        transitions.addFirst(transition);
    }

    /** A copy, the newest first. */
    synchronized List<AlertTransition> copy() {
        return List.copyOf(transitions);
    }
}
