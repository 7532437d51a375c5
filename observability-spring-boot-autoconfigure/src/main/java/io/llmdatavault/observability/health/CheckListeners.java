package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.llmdatavault.observability.configuration.WarnOnce;
import io.llmdatavault.observability.health.CheckHistory.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners; what one of them throws keeps nothing from the others. */
final class CheckListeners implements CheckRunner.Listener {

    private static final Logger logger = LoggerFactory.getLogger(HealthMonitor.class);

    private final WarnOnce warning = new WarnOnce(logger, "The result of a health check could not be passed on");

    private final List<CheckRunner.Listener> listeners;

    CheckListeners(CheckRunner.Listener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void changed(CheckSettings settings, Change change) {
        tell(listener -> listener.changed(settings, change));
    }

    @Override
    public void answered(CheckSettings settings, ComponentHealth health) {
        tell(listener -> listener.answered(settings, health));
    }

    @Override
    public void ended(CheckSettings settings, Duration latency) {
        tell(listener -> listener.ended(settings, latency));
    }

    private void tell(Consumer<CheckRunner.Listener> news) {
        for (CheckRunner.Listener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | Error ex) {
                warning.warn(ex);
            }
        }
    }
}
