package io.llmdatavault.observability.health.boot3;

import io.llmdatavault.observability.health.EndpointHealth;
import io.llmdatavault.observability.health.IndicatorChecks;
import io.llmdatavault.observability.health.IndicatorChecks.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;

/** What indicators say, in the type of this Boot line. */
final class Answers {

    private Answers() {}

    static @Nullable Words words(@Nullable Health health) {
        return health == null ? null : new Words(health.getStatus().getCode(), health.getDetails(), health);
    }

    static Health ours(EndpointHealth.Answer answer) {
        return Health.status(answer.status()).withDetails(answer.details()).build();
    }

    /** Without its details it is still its own status, with the description. */
    static @Nullable Health read(IndicatorChecks checks, String path, boolean includeDetails) {
        Health health = checks.read(path, Health.class, Answers::ours);
        return health == null || includeDetails || health.getDetails().isEmpty()
                ? health
                : Health.status(health.getStatus()).build();
    }
}
