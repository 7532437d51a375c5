package io.llmdatavault.observability.resilience.ratelimit;

import org.jspecify.annotations.Nullable;

/** What the current request says about its caller; {@code null} where it does not say it, and outside a request. */
interface RequestKeys {

    @Nullable
    String principal();

    @Nullable
    String ip();

    @Nullable
    String header(String name);

    /** The bytes of its body, from 1; 1 where the caller did not announce how many it sends, and where it sends none. */
    @Nullable
    Long weight();
}
