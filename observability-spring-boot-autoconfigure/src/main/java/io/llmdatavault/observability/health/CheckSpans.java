package io.llmdatavault.observability.health;

import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** A span for each run of a check where there is tracing; without it checks run as they are. */
record CheckSpans(UnaryOperator<HealthCheck> decoration) {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterFilter.class, ObservationRegistry.class})
    static class Unmetered {

        @Bean
        @ConditionalOnMissingBean
        SpansOnly vaultCheckSpansOnly() {
            return new SpansOnly();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ObservationRegistry.class, Tracer.class})
    static class Traced {

        @Bean
        @ConditionalOnMissingBean
        CheckSpans vaultCheckSpans(ObjectProvider<Tracer> tracer, ObjectProvider<ObservationRegistry> registry) {
            // Asked at the first run: the registry may need the health to be made.
            SingletonSupplier<ObservationRegistry> traced = SingletonSupplier.ofNullable(() -> {
                ObservationRegistry observations = registry.getIfUnique();
                boolean isTraced = tracer.getIfAvailable(() -> Tracer.NOOP) != Tracer.NOOP;
                return isTraced ? observations : null;
            });
            return new CheckSpans(check -> new ObservedCheck(check, check.name(), traced));
        }
    }
}
