package io.llmdatavault.observability.resilience.ratelimit;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.beans.factory.ObjectProvider;

/** Counts for all instances of the application together. */
interface SharedPermitCounters extends PermitCounters {

    /** The bean that does; a limit that needs one cannot do without. */
    static PermitCounters require(ObjectProvider<SharedPermitCounters> shared) {
        SharedPermitCounters counters = shared.getIfAvailable();
        if (counters == null) {
            throw ConfigurationError.builder(
                            "vault.observability.rate-limit.store", "is redis, and nothing here can reach a Redis")
                    .expectedType("local, or redis with the dependency"
                            + " org.springframework.boot:spring-boot-starter-data-redis")
                    .build();
        }
        return counters;
    }
}
