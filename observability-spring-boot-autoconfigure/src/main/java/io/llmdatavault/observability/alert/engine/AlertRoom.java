package io.llmdatavault.observability.alert.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many alerts all rules may have together: many rules that are true of many series take memory. Some are each rule's
 * own, so that a few rules with many alerts silence no other. Used by one thread.
 */
final class AlertRoom {

    /** Alerts of each rule that need no common room. */
    static final int OWN = 10;

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final int max;

    private int taken;

    private boolean warned;

    /**
     * Room without alerts.
     * @param max how many there may be beside those that are each rule's own
     */
    AlertRoom(int max) {
        this.max = max;
    }

    /** Takes the room of one more alert of a rule that has so many, if there is any. */
    boolean take(int alerts) {
        if (alerts < OWN) {
            return true;
        }
        if (taken < max) {
            taken++;
            return true;
        }
        if (!warned) {
            warned = true;
            logger.warn(
                    "All alert rules together have {} alerts beside {} of each; further ones are ignored, and their rules"
                            + " in error; this is said once",
                    max,
                    OWN);
        }
        return false;
    }

    /** Gives back the room of alerts that are over, of a rule that had so many and has so many left. */
    void give(int alerts, int left) {
        taken -= common(alerts) - common(left);
    }

    /** Who has taken it all. */
    @Override
    public String toString() {
        return "all rules have " + max + " beside " + OWN + " of each";
    }

    private static int common(int alerts) {
        return Math.max(0, alerts - OWN);
    }
}
