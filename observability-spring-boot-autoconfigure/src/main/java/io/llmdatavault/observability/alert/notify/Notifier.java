package io.llmdatavault.observability.alert.notify;

/**
 * A channel: tells somebody about an alert. Every bean of this type is a channel, which rules choose by its name.
 *
 * <p>All channels are called on one thread, one after the other, never on the thread that evaluates. What a channel
 * throws is counted and warned about once per channel. A channel that waits for others must set time limits: those
 * behind it wait, and beyond 1000 waiting notifications new ones are dropped.
 *
 * @since 0.1.0
 */
public interface Notifier {

    /**
     * The name under which rules choose it.
     * @return lower-case letters and digits, in words joined by {@code -}; always the same
     */
    String name();

    /**
     * Tells somebody. A resolved alert comes only to those channels that took its firing.
     * @param notification what to tell
     * @throws Exception when nobody could be told
     */
    void send(Notification notification) throws Exception;
}
