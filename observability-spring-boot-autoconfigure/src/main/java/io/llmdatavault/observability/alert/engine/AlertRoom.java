package io.llmdatavault.observability.alert.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many alerts all rules may have together: many rules that are true of many series take memory. Used by one thread. */
final class AlertRoom {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final int max;

    private int taken;

    private boolean warned;

    /**
     * Room without alerts.
     * @param max how many there may be
     */
    AlertRoom(int max) {
        this.max = max;
    }

    /** Takes the room of one more alert, if there is any. */
    boolean take() {
        if (taken < max) {
            taken++;
            return true;
        }
        if (!warned) {
            warned = true;
            logger.warn("All alert rules together have {} alerts; further ones are ignored; this is said once", max);
        }
        return false;
    }

    /** Gives back the room of alerts that are over. */
    void give(int alerts) {
        taken -= alerts;
    }
}
