package io.llmdatavault.observability.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Lets one entry of the logging MDC follow a request from thread to thread. Only that one: the rest is not ours. */
final class MdcAccessor implements ThreadLocalAccessor<String> {

    private final String key;

    private final String mdcKey;

    /**
     * Names the entry.
     * @param key its name wherever it is carried, as in Reactor's context
     * @param mdcKey its name in the logging MDC
     */
    MdcAccessor(String key, String mdcKey) {
        this.key = key;
        this.mdcKey = mdcKey;
    }

    @Override
    public Object key() {
        return key;
    }

    @Override
    public @Nullable String getValue() {
        return MDC.get(mdcKey);
    }

    @Override
    public void setValue(String value) {
        MDC.put(mdcKey, value);
    }

    @Override
    public void setValue() {
        MDC.remove(mdcKey);
    }
}
