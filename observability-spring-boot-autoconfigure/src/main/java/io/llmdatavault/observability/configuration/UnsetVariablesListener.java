package io.llmdatavault.observability.configuration;

import org.springframework.boot.autoconfigure.AutoConfigurationImportEvent;
import org.springframework.boot.autoconfigure.AutoConfigurationImportListener;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/**
 * Looks for {@link UnsetVariables} when the application's own configuration has been read, its {@code @PropertySource}s
 * included, and before a condition of an auto-configuration is evaluated.
 */
final class UnsetVariablesListener implements AutoConfigurationImportListener, EnvironmentAware {

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void onAutoConfigurationImportEvent(AutoConfigurationImportEvent event) {
        if (FeatureSwitch.isOn(environment, "")) {
            UnsetVariables.check(environment);
        }
    }
}
