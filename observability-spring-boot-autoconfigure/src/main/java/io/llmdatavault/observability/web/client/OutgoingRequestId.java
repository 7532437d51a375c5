package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.web.RequestIds;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;

/** The header by which a request takes the id of the request that it serves with it. Thread-safe. */
class OutgoingRequestId {

    private final String header;

    OutgoingRequestId(String header) {
        this.header = header;
    }

    String header() {
        return header;
    }

    /** The id of the current thread's request; {@code null} when there is none that a header can carry. */
    @Nullable
    String current() {
        String id = MDC.get(ErrorContext.REQUEST_ID);
        return id != null && RequestIds.isAcceptable(id) ? id : null;
    }

    boolean isIn(HttpHeaders headers) {
        return headers.getFirst(header) != null;
    }

    void addTo(HttpHeaders headers) {
        String id = current();
        if (id != null && !isIn(headers)) {
            headers.set(header, id);
        }
    }
}
