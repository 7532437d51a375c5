package io.llmdatavault.observability.alert.engine;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertTransition;
import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners of changes; a broken one takes nothing from others. Used by one thread. */
final class ListenerNotifier {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce failed = new WarnOnce(logger, "A listener for alerts failed");

    private final Supplier<? extends Collection<AlertListener>> beans;

    private @Nullable List<AlertListener> listeners;

    ListenerNotifier(Supplier<? extends Collection<AlertListener>> beans) {
        this.beans = beans;
    }

    void tell(List<AlertTransition> transitions, BooleanSupplier stopped) {
        for (AlertListener listener : transitions.isEmpty() ? List.<AlertListener>of() : listeners()) {
            for (AlertTransition transition : transitions) {
                if (!stopped.getAsBoolean()) {
                    tell(listener, transition);
                }
            }
        }
    }

    /** Found late, so that a listener may know the engine. */
    private List<AlertListener> listeners() {
        if (listeners == null) {
            try {
                listeners = List.copyOf(beans.get());
            } catch (Throwable ex) {
                failed.warn(ex);
                return List.of();
            }
        }
        return listeners;
    }

    private void tell(AlertListener listener, AlertTransition transition) {
        try {
            listener.onTransition(transition);
        } catch (Throwable ex) {
            failed.warn(ex);
        }
    }
}
