package io.llmdatavault.observability.alert.engine;

import java.util.function.BooleanSupplier;

import io.llmdatavault.observability.configuration.WarnOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what a step has changed: to channels, to the history, to listeners. Used by one thread. */
final class ChangePublisher {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce failed = new WarnOnce(logger, "A change of an alert could not be passed on");

    private final Announcer announcer;

    private final AlertHistory history;

    private final ListenerNotifier listeners;

    ChangePublisher(Announcer announcer, AlertHistory history, ListenerNotifier listeners) {
        this.announcer = announcer;
        this.history = history;
        this.listeners = listeners;
    }

    /** Asks again for what channels had no room for. */
    void askAgain() {
        try {
            announcer.askAgain();
        } catch (Throwable ex) {
            failed.warn(ex);
        }
    }

    /**
     * Channels first: a listener is foreign code on this thread. What has taken place is told to channels even if it is
     * stopped meanwhile, because the alert remembers that they were told; only listeners are not called any more.
     */
    void publish(AlertStateMachine.Step step, BooleanSupplier stopped) {
        step.news().forEach(this::tell);
        step.transitions().forEach(history::add);
        listeners.tell(step.transitions(), stopped);
    }

    private void tell(AlertStateMachine.News news) {
        try {
            announcer.tell(news);
        } catch (Throwable ex) {
            failed.warn(ex);
        }
    }
}
