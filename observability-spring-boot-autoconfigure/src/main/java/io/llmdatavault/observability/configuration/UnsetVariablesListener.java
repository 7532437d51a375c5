package io.llmdatavault.observability.configuration;

import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Looks for {@link UnsetVariables} when initializers have added what they know – tests add properties of their own there – and
 * before the first condition is evaluated.
 */
final class UnsetVariablesListener implements ApplicationListener<ApplicationPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        if (FeatureSwitch.isOn(environment, "")) {
            UnsetVariables.check(environment);
        }
    }
}
