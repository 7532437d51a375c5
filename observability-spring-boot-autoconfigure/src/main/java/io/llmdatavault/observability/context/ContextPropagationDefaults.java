package io.llmdatavault.observability.context;

import java.util.Map;

import io.llmdatavault.observability.configuration.DefaultProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/** Lets Spring Boot carry what a thread knows of its request through all of Reactor's operators. */
final class ContextPropagationDefaults implements DefaultProperties {

    @Override
    public Map<String, Object> contribute(ConfigurableEnvironment environment) {
        boolean wanted = Binder.get(environment)
                .bind(ContextPropagationProperties.PREFIX + ".reactor", Boolean.class)
                .orElse(true);
        ClassLoader classLoader = ContextPropagationDefaults.class.getClassLoader();
        boolean possible = ClassUtils.isPresent("io.micrometer.context.ContextRegistry", classLoader)
                && ClassUtils.isPresent("reactor.core.publisher.Hooks", classLoader);
        return wanted && possible ? Map.of("spring.reactor.context-propagation", "auto") : Map.of();
    }
}
