package io.llmdatavault.observability.context;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.RequestIds;
import io.micrometer.context.ContextRegistry;

/**
 * The entries of the logging MDC that are carried, registered with Micrometer. Its registry is the process's: a second
 * application context replaces the accessors by equal ones.
 */
class CarriedEntries {

    private static final String USER_KEY = ErrorContext.class.getName() + ".user";

    CarriedEntries(ContextRegistry registry) {
        registry.registerThreadLocalAccessor(new MdcAccessor(RequestIds.CONTEXT_KEY, ErrorContext.REQUEST_ID));
        registry.registerThreadLocalAccessor(new MdcAccessor(USER_KEY, ErrorContext.USER_ID));
    }
}
