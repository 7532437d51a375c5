package io.llmdatavault.observability.resilience.ratelimit;

import java.util.List;

import org.springframework.http.server.PathContainer;

/** A request on its way in, before anybody has read its body. */
interface LimitedRequest extends RequestKeys {

    /** Where it goes to, within the application, in each way that somebody may read it. */
    List<PathContainer> paths();

    /** The length of its body as the caller has announced it; less than 0 when it has not. */
    long announcedBytes();

    @Override
    default Long weight() {
        return Math.max(1, announcedBytes());
    }
}
