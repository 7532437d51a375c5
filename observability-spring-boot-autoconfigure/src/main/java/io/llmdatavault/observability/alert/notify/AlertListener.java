package io.llmdatavault.observability.alert.notify;

/**
 * Is told of every change of every alert, also of those that nobody is notified about. Every bean of this type is
 * called, in order, on the thread that evaluates: it must be quick. What it throws is warned about once.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AlertListener {

    /**
     * An alert got another state.
     * @param transition the change
     */
    void onTransition(AlertTransition transition);
}
