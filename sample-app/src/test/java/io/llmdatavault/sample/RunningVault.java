package io.llmdatavault.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;

/** A vault that a test starts and stops by itself. */
final class RunningVault implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningVault(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningVault start(Path dataDirectory, String... properties) {
        // Spring Boot hands log formats on as system properties and never takes them back.
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
        List<String> arguments = new ArrayList<>();
        arguments.add("--server.port=0");
        arguments.add("--vault.sample.data-directory=" + dataDirectory);
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new RunningVault(SpringApplication.run(RecordVaultApplication.class, arguments.toArray(String[]::new)));
    }

    VaultClient client(String... headers) {
        return new VaultClient(
                context.getEnvironment().getRequiredProperty("local.server.port", Integer.class), headers);
    }

    @Override
    public void close() {
        context.close();
    }
}
