package io.llmdatavault.observability.resilience.ratelimit;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Reads the numbers of the limits again when Spring Cloud says that the environment has changed. What has been counted stays
 * counted. Numbers that are wrong change nothing. Its event is known by name: the library need not be there.
 */
final class LimitChanges implements GenericApplicationListener {

    private static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

    private static final String PREFIX = "vault.observability.rate-limit";

    private static final Logger logger = LoggerFactory.getLogger(RateLimits.class);

    private final ConfiguredRateLimits limits;

    private final RateLimitProperties started;

    private final Environment environment;

    LimitChanges(ConfiguredRateLimits limits, RateLimitProperties started, Environment environment) {
        this.limits = limits;
        this.started = started;
        this.environment = environment;
    }

    @Override
    public boolean supportsEventType(ResolvableType eventType) {
        return eventType.toClass().getName().equals(EVENT);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        RateLimitProperties read;
        try {
            // As strict as at the start.
            read = Binder.get(environment)
                    .bind(
                            PREFIX,
                            Bindable.of(RateLimitProperties.class),
                            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()))
                    .orElse(started);
        } catch (RuntimeException ex) {
            logger.warn(
                    "The changed numbers below {} are wrong, those before stay: {}",
                    PREFIX,
                    NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
            return;
        }
        if (read.store() != started.store()
                || read.maxKeys() != started.maxKeys()
                || read.onStoreFailure() != started.onStoreFailure()
                || !read.storeTimeout().equals(started.storeTimeout())) {
            logger.warn(
                    "What is set for all limits below {} has changed, which needs a restart; it stays as it is",
                    PREFIX);
        }
        read.limits()
                .forEach((name, limit) -> change(name, limit, started.limits().get(name)));
        if (!read.limits().keySet().containsAll(started.limits().keySet())) {
            logger.warn("A limit below {} was removed, which needs a restart; it stays as it is", PREFIX);
        }
    }

    private void change(String name, RateLimitProperties.Limit limit, RateLimitProperties.@Nullable Limit before) {
        CountedLimit counted = limits.find(name);
        if (counted == null || before == null || !isLike(limit, before)) {
            logger.warn(
                    "{}{} is new, or has another type, key, store, paths or headers, which needs a restart; it stays as it is",
                    RateLimitProperties.LIMITS,
                    name);
            return;
        }
        counted.change(LimitNumbers.of(limit));
    }

    /** But for the numbers. */
    private static boolean isLike(RateLimitProperties.Limit limit, RateLimitProperties.Limit before) {
        return limit.type() == before.type()
                && limit.store() == before.store()
                && limit.headers() == before.headers()
                && limit.paths().equals(before.paths())
                && Objects.equals(limit.key(), before.key());
    }
}
