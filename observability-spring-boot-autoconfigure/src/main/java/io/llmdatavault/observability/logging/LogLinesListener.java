package io.llmdatavault.observability.logging;

import io.llmdatavault.observability.configuration.FeatureSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/** Sees to the log lines as soon as Spring Boot has set up logging, and says what it cannot do. */
final class LogLinesListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogLinesListener.class);

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (!FeatureSwitch.isOn(environment, "logging")
                || LoggingSystem.NONE.equals(System.getProperty(LoggingSystem.SYSTEM_PROPERTY))) {
            return;
        }
        String missing = JsonSupport.missing();
        if (missing != null && LoggingProperties.from(environment).format() != null) {
            LOGGER.warn("vault.observability.logging.format has no effect; it needs {}", missing);
        }
        if (JsonSupport.isLogback()) {
            LogbackLines.prepare(environment, event.getSpringApplication().getClassLoader());
        }
    }
}
