package io.llmdatavault.observability.web;

import io.llmdatavault.observability.error.ErrorContext;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Lets the id of a request follow it from thread to thread: it is in the logging MDC of each that works on it. */
final class RequestIdAccessor implements ThreadLocalAccessor<String> {

    @Override
    public Object key() {
        return RequestIds.CONTEXT_KEY;
    }

    @Override
    public @Nullable String getValue() {
        return MDC.get(ErrorContext.REQUEST_ID);
    }

    @Override
    public void setValue(String id) {
        MDC.put(ErrorContext.REQUEST_ID, id);
    }

    @Override
    public void setValue() {
        MDC.remove(ErrorContext.REQUEST_ID);
    }
}
