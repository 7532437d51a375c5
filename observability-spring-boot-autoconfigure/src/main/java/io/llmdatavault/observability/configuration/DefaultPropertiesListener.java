package io.llmdatavault.observability.configuration;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Collects the {@link DefaultProperties} of all features into one property source with the lowest precedence. A
 * listener, because the type of Boot's environment post-processors differs between the Boot lines.
 */
final class DefaultPropertiesListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    static final String PROPERTY_SOURCE = "vaultObservabilityDefaults";

    /** After Boot has read the configuration files (+10), before it starts the logging system (+20). */
    private static final int ORDER = HIGHEST_PRECEDENCE + 15;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (!FeatureSwitch.isOn(environment, "")) {
            return;
        }
        FirstLevelKeys.check(environment);
        try {
            addDefaults(environment, event.getSpringApplication().getClassLoader());
        } catch (RuntimeException ex) {
            // A default that depends on such a key cannot wait until all variables are known: say why it is wrong.
            UnsetVariables.check(environment);
            throw ex;
        }
    }

    private static void addDefaults(ConfigurableEnvironment environment, ClassLoader classLoader) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (DefaultProperties feature : SpringFactoriesLoader.loadFactories(DefaultProperties.class, classLoader)) {
            feature.contribute(environment).forEach((name, value) -> {
                // SpringApplication moves its own default properties below ours later on: look now, so that they win.
                if (!environment.containsProperty(name)) {
                    defaults.put(name, value);
                }
            });
        }
        if (!defaults.isEmpty()) {
            environment.getPropertySources().addLast(new MapPropertySource(PROPERTY_SOURCE, defaults));
        }
    }
}
