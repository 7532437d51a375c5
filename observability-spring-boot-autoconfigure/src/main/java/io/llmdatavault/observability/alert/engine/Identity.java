package io.llmdatavault.observability.alert.engine;

import java.util.function.Supplier;

import io.llmdatavault.observability.alert.promql.Labels;
import io.llmdatavault.observability.configuration.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The labels of this process: asked for once and late, as the port is known only when the web server runs. */
final class Identity implements Supplier<Labels> {

    private static final Logger logger = LoggerFactory.getLogger(AlertEngine.class);

    private final WarnOnce unknown = new WarnOnce(logger, "It is not known which instance alerts are about");

    private final Supplier<Labels> source;

    private @Nullable Labels labels;

    Identity(Supplier<Labels> source) {
        this.source = source;
    }

    @Override
    public synchronized Labels get() {
        Labels known = labels;
        if (known == null) {
            known = ask();
            labels = known;
        }
        return known;
    }

    private Labels ask() {
        try {
            return source.get();
        } catch (Throwable ex) {
            unknown.warn(ex);
            return Labels.EMPTY;
        }
    }
}
