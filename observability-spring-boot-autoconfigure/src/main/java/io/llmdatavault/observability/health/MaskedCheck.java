package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.llmdatavault.observability.logging.Masker;
import org.jspecify.annotations.Nullable;

/** What a check of the application says goes to details, logs and events, and is masked before. */
record MaskedCheck(HealthCheck unmasked, Masker masker) implements HealthCheck {

    /** Checks of this starter say nothing that would have to be masked. */
    static UnaryOperator<HealthCheck> by(@Nullable Masker masker, UnaryOperator<HealthCheck> around) {
        return check -> around.apply(
                masker == null || check instanceof HealthChecks.Shipped ? check : new MaskedCheck(check, masker));
    }

    /** Of an indicator, for the log. */
    static UnaryOperator<Map<String, Object>> details(@Nullable Masker masker) {
        return details -> {
            if (masker == null) {
                return details;
            }
            Map<String, Object> masked = new LinkedHashMap<>();
            details.forEach((name, value) -> masked.put(name, masker.mask(name, value)));
            return masked;
        };
    }

    @Override
    public String name() {
        return unmasked.name();
    }

    @Override
    public boolean critical() {
        return unmasked.critical();
    }

    @Override
    public ComponentHealth check() throws Exception {
        ComponentHealth health = unmasked.check();
        if (health == null) {
            return health;
        }
        String message = masker.maskText(health.message());
        ComponentHealth masked = switch (health.state()) {
            case HEALTHY -> ComponentHealth.healthy(message);
            case DEGRADED -> ComponentHealth.degraded(message);
            case UNHEALTHY -> ComponentHealth.unhealthy(message);
        };
        for (Map.Entry<String, Object> entry : health.metadata().entrySet()) {
            masked = masked.withMetadata(entry.getKey(), masker.mask(entry.getKey(), entry.getValue()));
        }
        return masked.causedBy(health.cause().orElse(null));
    }
}
